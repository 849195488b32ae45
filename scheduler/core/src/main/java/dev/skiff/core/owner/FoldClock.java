package dev.skiff.core.owner;

/// The time that a cell's decisions see. It never runs backwards: where the log is ahead of this
/// scheduler's clock (an earlier owner's clock was, or this one was set back), it goes at half the
/// clock's pace until the clock has caught up, so that what is due later still falls due. Times are
/// microseconds since the epoch.
final class FoldClock {
  private long at;
  private long seen;

  /// @param at the last time in the log
  FoldClock(long at, long now) {
    this.at = at;
    this.seen = now;
  }

  long read(long now) {
    long passed = Math.max(0, now - seen);
    seen = now;
    at = now >= at ? now : at + passed / 2;
    return at;
  }
}
