/**
 * Thousands of hosts in one process: the agents' real core, a simulated VMM, real Kafka. See
 * DESIGN.md.
 */
@NullMarked
package dev.skiff.loadtests.fleet;

import org.jspecify.annotations.NullMarked;
