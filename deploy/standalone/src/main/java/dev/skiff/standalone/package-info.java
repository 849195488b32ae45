/** The whole fleet in one process. */
@NullMarked
package dev.skiff.standalone;

import org.jspecify.annotations.NullMarked;
