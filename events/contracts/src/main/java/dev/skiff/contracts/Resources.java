package dev.skiff.contracts;

/// An amount of a host: what a VM asks for, what a host has, what is left. Never negative.
///
/// @param milliCpu thousandths of a CPU
/// @param memoryMib MiB of memory
/// @param diskMib MiB of disk
/// @param slots VMs
public record Resources(long milliCpu, long memoryMib, long diskMib, long slots) {
  public static final Resources NONE = new Resources(0, 0, 0, 0);

  public Resources {
    if (milliCpu < 0 || memoryMib < 0 || diskMib < 0 || slots < 0) {
      throw new IllegalArgumentException(
          "resources: %d mCPU, %d MiB memory, %d MiB disk, %d slots (expected: all >= 0)"
              .formatted(milliCpu, memoryMib, diskMib, slots));
    }
  }

  public Resources plus(Resources other) {
    return new Resources(
        Math.addExact(milliCpu, other.milliCpu),
        Math.addExact(memoryMib, other.memoryMib),
        Math.addExact(diskMib, other.diskMib),
        Math.addExact(slots, other.slots));
  }

  /// This much so many times.
  public Resources times(long count) {
    return new Resources(
        Math.multiplyExact(milliCpu, count),
        Math.multiplyExact(memoryMib, count),
        Math.multiplyExact(diskMib, count),
        Math.multiplyExact(slots, count));
  }

  /// The larger of the two in each dimension.
  public Resources most(Resources other) {
    return new Resources(
        Math.max(milliCpu, other.milliCpu),
        Math.max(memoryMib, other.memoryMib),
        Math.max(diskMib, other.diskMib),
        Math.max(slots, other.slots));
  }

  /// @throws IllegalArgumentException when more is taken than there is
  public Resources minus(Resources other) {
    return new Resources(
        milliCpu - other.milliCpu,
        memoryMib - other.memoryMib,
        diskMib - other.diskMib,
        slots - other.slots);
  }

  /// What is left of this after `used`, zero in each dimension that is overdrawn (a host whose
  /// capacity shrank).
  public Resources minusOrZero(Resources used) {
    return new Resources(
        Math.max(0, milliCpu - used.milliCpu),
        Math.max(0, memoryMib - used.memoryMib),
        Math.max(0, diskMib - used.diskMib),
        Math.max(0, slots - used.slots));
  }

  /// Whether this much fits into `room` in every dimension.
  public boolean fitsIn(Resources room) {
    return milliCpu <= room.milliCpu
        && memoryMib <= room.memoryMib
        && diskMib <= room.diskMib
        && slots <= room.slots;
  }
}
