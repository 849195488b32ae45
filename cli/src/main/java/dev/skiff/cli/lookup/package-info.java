/** Finds the one thing that an id, a name or the beginning of either means. */
@NullMarked
package dev.skiff.cli.lookup;

import org.jspecify.annotations.NullMarked;
