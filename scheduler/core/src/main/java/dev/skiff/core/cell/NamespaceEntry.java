package dev.skiff.core.cell;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Quota;
import dev.skiff.contracts.state.Namespace;

/// What a namespace may hold, and what it does, inside [CellState].
final class NamespaceEntry {
  final String name;
  Quota quota = Quota.NONE;
  long changed;

  /// What its unfinished VMs reserve, with or without a host; of a job with a parallelism, so many
  /// of them.
  Resources used = Resources.NONE;

  /// What its VMs hold on hosts, but for those that were told to end.
  Resources held = Resources.NONE;

  NamespaceEntry(String name) {
    this.name = name;
  }

  Namespace toNamespace() {
    return new Namespace(name, quota, used, changed);
  }

  /// Whether nothing needs to be known of it.
  boolean isIdle() {
    return quota.isNone() && used.equals(Resources.NONE) && held.equals(Resources.NONE);
  }

  /// Whether it may hold this much more.
  boolean allows(Resources more) {
    return quota.limit() == null || used.plus(more).fitsIn(quota.limit());
  }

  /// Whether it would still hold what it is sure of with this much less. A namespace without a
  /// guarantee is sure of nothing.
  boolean canSpare(Resources amount) {
    return quota.guarantee() == null || quota.guarantee().fitsIn(held.minusOrZero(amount));
  }
}
