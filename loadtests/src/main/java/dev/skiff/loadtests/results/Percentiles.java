package dev.skiff.loadtests.results;

import java.util.Arrays;
import java.util.Collection;

/// Percentiles of a small sample, by the nearest rank.
public final class Percentiles {
  private final double[] sorted;

  public Percentiles(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("values: none (expected: at least one)");
    }
    sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
  }

  /// @param percent above 0, at most 100
  public double at(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(1, rank) - 1];
  }
}
