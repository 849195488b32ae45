/** Which records of a cell's log count. */
@NullMarked
package dev.skiff.core.log;

import org.jspecify.annotations.NullMarked;
