package dev.skiff.core.placement;

/// One way to look at how well a VM suits a host that has room for it. Policies are sums of these.
interface Scorer {
  /// In a policy's text.
  String name();

  /// Whether the answer follows from the host's facts alone, and not from what is on it.
  default boolean isFixed() {
    return false;
  }

  /// Whether the answer changes as time goes by.
  default boolean isTimed() {
    return false;
  }

  /// @param now microseconds since the epoch, in steps of [Fleet#TICK]
  /// @return 0 for the best host there could be, 1 for the worst
  double score(HostSlot host, Ask ask, long now);
}
