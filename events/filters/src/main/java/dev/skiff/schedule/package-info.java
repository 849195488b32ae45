/** When a clock's trigger comes. */
@NullMarked
package dev.skiff.schedule;

import org.jspecify.annotations.NullMarked;
