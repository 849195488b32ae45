package dev.skiff.contracts.spec;

import org.jspecify.annotations.Nullable;

/// Spreads a job's VMs over the values of a host label, as evenly as may be.
///
/// @param by a host label, or `host` for the host itself; a host without the label is in no group
///   and takes none of the job's VMs when `maxSkew` is given
/// @param maxSkew no group may hold more than this many VMs more than the emptiest group that has
///   room by its labels; null makes it a wish
public record Spread(String by, @Nullable Integer maxSkew) {
  public Spread {
    Affinity.requireLabel(by);
    if (maxSkew != null && maxSkew < 1) {
      throw new IllegalArgumentException("maxSkew: " + maxSkew + " (expected: >= 1)");
    }
  }
}
