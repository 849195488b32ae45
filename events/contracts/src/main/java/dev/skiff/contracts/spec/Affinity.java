package dev.skiff.contracts.spec;

import org.jspecify.annotations.Nullable;

/// Nearness to the VMs of certain jobs of the same namespace, or distance from them.
///
/// @param by a host label, or `host`: hosts with the same value are near
/// @param to selects jobs by their labels (and by `job` for the id, `name` for the name); null is
///   the job itself
/// @param required false makes it a wish
public record Affinity(String by, @Nullable Selector to, boolean required) {
  /// The label that every host has: its own name.
  public static final String BY_HOST = "host";

  public Affinity {
    requireLabel(by);
  }

  static void requireLabel(String by) {
    if (by.isBlank() || by.length() > 253) {
      throw new IllegalArgumentException("by: \"" + by + "\" (expected: a host label, or host)");
    }
  }
}
