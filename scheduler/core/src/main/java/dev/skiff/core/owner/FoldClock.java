package dev.skiff.core.owner;

import java.util.function.LongPredicate;

/// The time that a cell's decisions see. It never runs backwards: where the log is ahead of this
/// scheduler's clock (an earlier owner's clock was, or this one was set back), it goes at half the
/// clock's pace until the clock has caught up, so that what is due later still falls due.
///
/// Nor does it leap ahead while somebody counts on it: when this scheduler's clock is ahead of the
/// log by more than it has itself seen pass, then either nobody has owned the cell for a while or
/// one of the clocks is wrong, and that cannot be told apart. What is waited out for safety
/// (leases) must not be cut short by it, so until that is over the time goes at the clock's pace.
/// Times are microseconds since the epoch.
final class FoldClock {
  private final long mostPassed;
  private final LongPredicate mayLeap;
  private long at;
  private long seen;

  /// @param at the last time in the log, and what has passed since as far as is known
  /// @param mostPassed more than this between two looks is not believed to have passed
  /// @param mayLeap whether nobody minds if the time leaps ahead from the given one
  FoldClock(long at, long now, long mostPassed, LongPredicate mayLeap) {
    this.at = at;
    this.seen = now;
    this.mostPassed = mostPassed;
    this.mayLeap = mayLeap;
  }

  long read(long now) {
    long passed = Math.clamp(now - seen, 0, mostPassed);
    seen = now;
    if (now < at) {
      at += passed / 2;
    } else if (now - at <= passed || mayLeap.test(at)) {
      at = now;
    } else {
      at += passed;
    }
    return at;
  }
}
