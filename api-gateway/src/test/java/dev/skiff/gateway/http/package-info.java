/** Tests of what is checked before an endpoint is asked. */
@NullMarked
package dev.skiff.gateway.http;

import org.jspecify.annotations.NullMarked;
