/**
 * Machines that are ready and on disk, from which VMs go on; start at {@link
 * dev.skiff.agent.vmm.snapshot.SnapshotStore}.
 */
@NullMarked
package dev.skiff.agent.vmm.snapshot;

import org.jspecify.annotations.NullMarked;
