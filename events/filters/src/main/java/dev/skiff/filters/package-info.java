/** Which CloudEvents a trigger takes. */
@NullMarked
package dev.skiff.filters;

import org.jspecify.annotations.NullMarked;
