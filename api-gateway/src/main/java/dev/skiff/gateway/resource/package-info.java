/** The contracts' entities as people read them over HTTP. */
@NullMarked
package dev.skiff.gateway.resource;

import org.jspecify.annotations.NullMarked;
