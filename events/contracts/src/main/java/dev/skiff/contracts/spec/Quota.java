package dev.skiff.contracts.spec;

import dev.skiff.contracts.Resources;
import org.jspecify.annotations.Nullable;

/// What a namespace may hold in a cell, and what it is sure of.
///
/// @param limit jobs beyond it are refused; null for none
/// @param guarantee its VMs are not preempted for other namespaces while it holds no more than
///   this; null for none
public record Quota(@Nullable Resources limit, @Nullable Resources guarantee) {
  public static final Quota NONE = new Quota(null, null);

  public Quota {
    if (limit != null && guarantee != null && !guarantee.fitsIn(limit)) {
      throw new IllegalArgumentException(
          "guarantee: " + guarantee + " (expected: within the limit " + limit + ")");
    }
  }

  public boolean isNone() {
    return limit == null && guarantee == null;
  }
}
