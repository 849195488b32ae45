package dev.skiff.core.owner;

import dev.skiff.contracts.checkpoint.LogPosition;

/// When to claim a cell. It only ever saves time or quarrels: whether a claim counts is for the log
/// to say.
final class ClaimPolicy {
  /// A proof of having read everything is good for so long.
  private static final long PROOF_AGE = 500_000;

  private final String schedulerId;
  private final OwnerTimings timings;
  private final Members members;
  private long movedAt;
  private long lostAt = Long.MIN_VALUE / 2;
  private long preferredSince = Long.MAX_VALUE;

  ClaimPolicy(String schedulerId, OwnerTimings timings, Members members) {
    this.schedulerId = schedulerId;
    this.timings = timings;
    this.members = members;
  }

  void loaded(long now) {
    movedAt = now;
  }

  /// A record was read, whether it counts or not.
  void logMoved(long now) {
    movedAt = now;
  }

  /// A claim was lost or came to nothing.
  void lost(long now) {
    lostAt = now;
    preferredSince = Long.MAX_VALUE;
  }

  /// This scheduler's clock has been set back.
  void clockSetBack(long now) {
    movedAt = Math.min(movedAt, now);
    lostAt = Math.min(lostAt, now);
    if (preferredSince != Long.MAX_VALUE) {
      preferredSince = Math.min(preferredSince, now);
    }
  }

  /// @param readThrough everything in the log at this moment has been read
  boolean shouldClaim(LogPosition position, long readThrough, long now) {
    boolean preferred = members.preferred();
    if (!preferred) {
      preferredSince = Long.MAX_VALUE;
    } else if (preferredSince == Long.MAX_VALUE) {
      preferredSince = now;
    }
    boolean proven = readThrough <= now && now - readThrough <= PROOF_AGE;
    if (now - lostAt < timings.pauseAfterLoss() || !proven) {
      return false;
    }
    // One that is not preferred waits half as long again, so that the preferred one is first.
    long silence = preferred ? timings.silence() : timings.silence() * 3 / 2;
    if (readThrough - movedAt >= silence) {
      return true;
    }
    if (!preferred) {
      return false;
    }
    boolean ownerLives =
        position.claim() >= 0
            && !position.scheduler().equals(schedulerId)
            && members.alive(position.scheduler());
    return !ownerLives || now - preferredSince >= timings.handover();
  }
}
