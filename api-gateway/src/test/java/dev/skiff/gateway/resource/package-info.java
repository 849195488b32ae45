/** Tests of how things are shown. */
@NullMarked
package dev.skiff.gateway.resource;

import org.jspecify.annotations.NullMarked;
