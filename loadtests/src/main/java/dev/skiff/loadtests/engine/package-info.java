/**
 * Micro-benchmarks (JMH) of what decides how much one cell can do: placement and the log's codec.
 */
@NullMarked
package dev.skiff.loadtests.engine;

import org.jspecify.annotations.NullMarked;
