/** Measurements of a running fleet. */
@NullMarked
package dev.skiff.loadtests;

import org.jspecify.annotations.NullMarked;
