/** Chooses a driver; start at {@link dev.skiff.agent.vmm.drivers.Drivers}. */
@NullMarked
package dev.skiff.agent.vmm.drivers;

import org.jspecify.annotations.NullMarked;
