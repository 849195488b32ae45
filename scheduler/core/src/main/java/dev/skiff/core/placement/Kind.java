package dev.skiff.core.placement;

import dev.skiff.contracts.Resources;
import java.util.Comparator;

/// VMs of which it is thought that they run for about as long as each other.
///
/// @param namespace of their jobs
/// @param image that they run
/// @param milliCpu that each reserves
/// @param memoryMib that each reserves
record Kind(String namespace, String image, long milliCpu, long memoryMib)
    implements Comparable<Kind> {
  private static final Comparator<Kind> ORDER =
      Comparator.comparing(Kind::namespace)
          .thenComparing(Kind::image)
          .thenComparingLong(Kind::milliCpu)
          .thenComparingLong(Kind::memoryMib);

  static Kind of(String namespace, String image, Resources need) {
    return new Kind(namespace, image, need.milliCpu(), need.memoryMib());
  }

  @Override
  public int compareTo(Kind other) {
    return ORDER.compare(this, other);
  }
}
