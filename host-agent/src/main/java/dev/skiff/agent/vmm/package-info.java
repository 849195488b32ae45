/** Virtual machine monitors behind one interface; see {@link dev.skiff.agent.vmm.VmmDriver}. */
@NullMarked
package dev.skiff.agent.vmm;

import org.jspecify.annotations.NullMarked;
