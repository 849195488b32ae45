/**
 * Virtual machines that do not exist, for load tests and for trying out a fleet: see {@link
 * dev.skiff.agent.vmm.simulated.SimulatedDriver}.
 */
@NullMarked
package dev.skiff.agent.vmm.simulated;

import org.jspecify.annotations.NullMarked;
