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

  /// The one in force when last looked.
  private long claim = -1;

  /// Since when this scheduler is preferred under that claim: a new owner has its time, too.
  private long preferredSince = Long.MAX_VALUE;

  /// Since when the owner is not there.
  private long goneSince = Long.MAX_VALUE;

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
    goneSince = Long.MAX_VALUE;
  }

  /// This scheduler's clock has been set back.
  void clockSetBack(long now) {
    movedAt = Math.min(movedAt, now);
    lostAt = Math.min(lostAt, now);
    preferredSince = noLater(preferredSince, now);
    goneSince = noLater(goneSince, now);
  }

  /// @param readThrough everything in the log at this moment has been read
  boolean shouldClaim(LogPosition position, long readThrough, long now) {
    boolean preferred = members.preferred();
    if (position.claim() != claim) {
      claim = position.claim();
      preferredSince = Long.MAX_VALUE;
    }
    preferredSince = preferred ? Math.min(preferredSince, now) : Long.MAX_VALUE;
    boolean owned = position.claim() >= 0;
    boolean ownerLives =
        owned && !position.scheduler().equals(schedulerId) && members.alive(position.scheduler());
    goneSince = owned && !ownerLives ? Math.min(goneSince, now) : Long.MAX_VALUE;
    boolean proven = readThrough <= now && now - readThrough <= PROOF_AGE;
    if (now - lostAt < timings.pauseAfterLoss() || !proven) {
      return false;
    }
    if (!preferred) {
      // The preferred one goes first, but it may not be ready.
      return readThrough - movedAt >= timings.silence() * 3 / 2
          || (owned && !ownerLives && now - goneSince >= timings.headStart());
    }
    return !ownerLives
        || readThrough - movedAt >= timings.silence()
        || now - preferredSince >= timings.handover();
  }

  private static long noLater(long moment, long now) {
    return moment == Long.MAX_VALUE ? moment : Math.min(moment, now);
  }
}
