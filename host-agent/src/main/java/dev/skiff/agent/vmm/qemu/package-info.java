/** Drives QEMU's microvm machine; start at {@link dev.skiff.agent.vmm.qemu.QemuDriver}. */
@NullMarked
package dev.skiff.agent.vmm.qemu;

import org.jspecify.annotations.NullMarked;
