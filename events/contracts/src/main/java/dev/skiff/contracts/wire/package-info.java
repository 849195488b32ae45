/** JSON on the wire: type names with versions, bounds, and refusals with reasons. */
@NullMarked
package dev.skiff.contracts.wire;

import org.jspecify.annotations.NullMarked;
