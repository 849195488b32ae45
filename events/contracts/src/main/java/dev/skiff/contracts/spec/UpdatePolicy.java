package dev.skiff.contracts.spec;

/// How a service's VMs are replaced when its spec changes.
///
/// @param maxSurge VMs that may exist beyond the count while the change goes on, 0 to 1000
/// @param maxUnavailable VMs of the count that may be down for the change at a time, 0 to 1000; not
///   both are 0
public record UpdatePolicy(int maxSurge, int maxUnavailable) {
  public static final UpdatePolicy ONE_BY_ONE = new UpdatePolicy(1, 0);

  public UpdatePolicy {
    if (maxSurge < 0 || maxSurge > 1_000) {
      throw new IllegalArgumentException("maxSurge: " + maxSurge + " (expected: 0 to 1000)");
    }
    if (maxUnavailable < 0 || maxUnavailable > 1_000) {
      throw new IllegalArgumentException(
          "maxUnavailable: " + maxUnavailable + " (expected: 0 to 1000)");
    }
    if (maxSurge + maxUnavailable == 0) {
      throw new IllegalArgumentException(
          "maxSurge and maxUnavailable: 0 (expected: one of them > 0, or nothing could change)");
    }
  }
}
