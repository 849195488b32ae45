package dev.skiff.agent.core;

import dev.skiff.contracts.VmId;
import java.util.Comparator;

/// One placement of a VM on this host.
///
/// @param vm which VM
/// @param incarnation which placement of it, raised by the cell's owner at every placement
public record VmRun(VmId vm, int incarnation) implements Comparable<VmRun> {
  private static final Comparator<VmRun> ORDER =
      Comparator.comparing(VmRun::vm).thenComparingInt(VmRun::incarnation);

  @Override
  public int compareTo(VmRun other) {
    return ORDER.compare(this, other);
  }

  /// As in the name of its directory: `<vm>-<incarnation>`.
  @Override
  public String toString() {
    return vm + "-" + incarnation;
  }
}
