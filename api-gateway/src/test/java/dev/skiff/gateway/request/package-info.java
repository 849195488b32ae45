/** Tests of routing and shares. */
@NullMarked
package dev.skiff.gateway.request;

import org.jspecify.annotations.NullMarked;
