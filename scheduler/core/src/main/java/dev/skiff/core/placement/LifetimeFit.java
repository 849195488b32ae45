package dev.skiff.core.placement;

/// Puts a VM where others are expected to run at least as long, so that it does not keep a host in
/// use by itself: the longer it would outlive them, the worse. After Barbalho et al., "Virtual
/// machine allocation with lifetime predictions" (MLSys 2023), with the prediction made once, when
/// a VM is placed. What has outlived its prediction is expected to run for as long again as it is
/// over.
final class LifetimeFit implements Scorer {
  private static final long SHORTEST = 300_000_000;

  /// Doublings of [#SHORTEST]; a VM that outlives the others by more is as bad as it gets.
  private static final int DOUBLINGS = 10;

  @Override
  public String name() {
    return "lifetime";
  }

  @Override
  public boolean isTimed() {
    return true;
  }

  @Override
  public double score(HostSlot host, Ask ask, long now) {
    if (ask.lifetime() == 0 || host.isEmpty()) {
      return 0;
    }
    long latest = host.ends == null ? Ends.NONE : host.ends.latest();
    long others = latest == Ends.NONE ? 0 : latest >= now ? latest - now : now - latest;
    long longer = ask.lifetime() - others;
    if (longer <= SHORTEST) {
      return 0;
    }
    int doublings = Long.SIZE - 1 - Long.numberOfLeadingZeros(longer / SHORTEST);
    return Math.min(1, (doublings + 1.0) / (DOUBLINGS + 1));
  }
}
