package dev.skiff.scheduler.kafka;

/// Proves how current a reader is: the end of a partition is asked for at some moment, and once
/// everything before it has been handed out, all that was there at that moment has. A question that
/// is not answered yet by the reading is not displaced by later ones, so that a reader that lags
/// still advances. Safe for concurrent use.
final class ReadProof {
  private static final long NONE = -1;

  private long through;
  private long askedAt = NONE;
  private long end;
  private long laterAskedAt = NONE;
  private long laterEnd;

  /// @param at when the end was asked for, before the question was sent
  synchronized void asked(long at, long endThen) {
    if (askedAt == NONE) {
      askedAt = at;
      end = endThen;
    } else {
      laterAskedAt = at;
      laterEnd = endThen;
    }
  }

  /// @param handedOut offset of the next record to hand out
  /// @return the latest moment for which all has been handed out; 0 before the first
  synchronized long through(long handedOut) {
    while (askedAt != NONE && handedOut >= end) {
      through = Math.max(through, askedAt);
      askedAt = laterAskedAt;
      end = laterEnd;
      laterAskedAt = NONE;
    }
    return through;
  }

  /// Reading starts over elsewhere.
  synchronized void reset() {
    through = 0;
    askedAt = NONE;
    laterAskedAt = NONE;
  }
}
