package dev.skiff.contracts.state;

import java.util.EnumSet;
import java.util.Set;

/// Where a host is. The only table of what may follow what.
public enum HostStatus {
  /// Takes VMs.
  READY,
  /// Takes no new VMs, for an operator wants it so.
  CORDONED,
  /// Takes no new VMs, and those on it go elsewhere.
  DRAINING,
  /// Has not been heard of for some seconds; gets no new VMs.
  SUSPECT,
  /// Has not been heard of for long; its VMs count as gone until it joins again.
  LOST;

  /// What may come next. Whoever joins again may do so in any status, and is what its operator made
  /// of it.
  public Set<HostStatus> next() {
    return switch (this) {
      case READY -> EnumSet.of(CORDONED, DRAINING, SUSPECT);
      case CORDONED -> EnumSet.of(READY, DRAINING, SUSPECT);
      case DRAINING -> EnumSet.of(READY, SUSPECT);
      case SUSPECT -> EnumSet.of(READY, CORDONED, DRAINING, LOST);
      case LOST -> EnumSet.of(READY, CORDONED, DRAINING);
    };
  }
}
