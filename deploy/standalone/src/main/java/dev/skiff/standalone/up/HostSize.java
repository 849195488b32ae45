package dev.skiff.standalone.up;

import dev.skiff.contracts.Resources;

/// What each host of the fleet offers, unless it is said on the command line.
///
/// The hosts share the machine: each offers all of its CPUs, because CPU time can be shared, but
/// memory and disk are divided, because they cannot. Half of the memory stays with the machine.
final class HostSize {
  private static final long LARGEST_DISK_MIB = 64 * 1024;
  private static final long MOST_SLOTS = 64;
  private static final long TYPICAL_VM_MIB = 128;
  private static final long STEP_MIB = 64;

  private HostSize() {}

  static Resources of(Machine machine, int hosts) {
    long memory = down(machine.memoryMib() / 2 / hosts);
    long disk = down(Math.min(machine.freeDiskMib() / 2 / hosts, LARGEST_DISK_MIB));
    long slots = Math.clamp(memory / TYPICAL_VM_MIB, 1, MOST_SLOTS);
    return new Resources(machine.cpus() * 1000L, memory, disk, slots);
  }

  private static long down(long mib) {
    return Math.max(STEP_MIB, mib / STEP_MIB * STEP_MIB);
  }
}
