package dev.skiff.loadtests.check;

import dev.skiff.contracts.log.LogRecord;

/// Which records of a log count, written anew from the rules: a claim counts if it names the claim
/// in force; a Transition counts if it names the claim in force and is the next one under it; a gap
/// voids what follows until the next claim.
final class CountingRules {
  private long claim = -1;
  private String nonce = "";
  private long expected;
  private boolean afterGap;
  private long lastOffset = -1;
  private long voided;

  /// @return whether the record counts
  boolean counts(long offset, LogRecord record) {
    if (offset <= lastOffset) {
      throw new IllegalArgumentException(
          "offset: %d (expected: > %d)".formatted(offset, lastOffset));
    }
    lastOffset = offset;
    boolean counts =
        switch (record) {
          case LogRecord.Claim next -> claim(offset, next);
          case LogRecord.Transition transition -> transition(transition);
        };
    voided += counts ? 0 : 1;
    return counts;
  }

  private boolean claim(long offset, LogRecord.Claim next) {
    if (next.previous() != claim) {
      return false;
    }
    claim = offset;
    nonce = next.nonce();
    expected = 0;
    afterGap = false;
    return true;
  }

  private boolean transition(LogRecord.Transition transition) {
    if (afterGap || transition.claim() != claim || !transition.nonce().equals(nonce)) {
      return false;
    }
    if (transition.seq() == expected) {
      expected++;
      return true;
    }
    afterGap = transition.seq() > expected;
    return false;
  }

  /// Records that do not count.
  long voided() {
    return voided;
  }
}
