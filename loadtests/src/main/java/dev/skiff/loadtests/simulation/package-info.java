/**
 * The whole system in one thread and in virtual time: real cores, simulated everything else. Start
 * at {@link dev.skiff.loadtests.simulation.Simulation}.
 */
@NullMarked
package dev.skiff.loadtests.simulation;

import org.jspecify.annotations.NullMarked;
