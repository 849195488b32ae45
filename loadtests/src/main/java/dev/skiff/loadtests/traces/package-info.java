/** Recorded workloads, read from files that are given by path. */
@NullMarked
package dev.skiff.loadtests.traces;

import org.jspecify.annotations.NullMarked;
