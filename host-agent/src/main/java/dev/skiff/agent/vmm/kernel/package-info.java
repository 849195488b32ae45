/**
 * The guest's kernel and its initramfs; start at {@link dev.skiff.agent.vmm.kernel.GuestAssets}.
 */
@NullMarked
package dev.skiff.agent.vmm.kernel;

import org.jspecify.annotations.NullMarked;
