@NullMarked
package dev.skiff.agent.vmm.simulated;

import org.jspecify.annotations.NullMarked;
