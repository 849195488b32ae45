/** The pure heart of the scheduler: no I/O, no clock, no logging. */
@NullMarked
package dev.skiff.core;

import org.jspecify.annotations.NullMarked;
