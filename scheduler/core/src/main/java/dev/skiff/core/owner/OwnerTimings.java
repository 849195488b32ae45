package dev.skiff.core.owner;

/// When a scheduler claims, keeps alive and writes again. All in microseconds.
///
/// @param keepAlive an idle owner writes a Transition without events this often
/// @param silence a log without a new record for so long has no owner
/// @param pauseAfterLoss nobody claims so soon after losing a claim: no duels
/// @param handover a scheduler that has been the preferred one for so long takes the cell from a
///   living owner: after a restart it has warmed up by then
/// @param claimPatience a claim that has not been read back in this time is given up
/// @param checkpointEvery at most this long between checkpoints while something happens
/// @param checkpointRecords and at most so many records
/// @param repeatOrders orders that have not been answered for so long are written again
public record OwnerTimings(
    long keepAlive,
    long silence,
    long pauseAfterLoss,
    long handover,
    long claimPatience,
    long checkpointEvery,
    int checkpointRecords,
    long repeatOrders) {
  private static final long SECOND = 1_000_000;

  public static final OwnerTimings DEFAULT =
      new OwnerTimings(
          SECOND / 5, SECOND, SECOND, 30 * SECOND, 5 * SECOND, 60 * SECOND, 50_000, 5 * SECOND);

  /// How long the preferred scheduler is waited for when the owner is gone: a quarter of the
  /// silence.
  long headStart() {
    return silence / 4;
  }

  /// How soon an owner writes its first checkpoint: soon, so that owners that follow each other
  /// quickly leave something to begin from, too.
  long firstCheckpoint() {
    return checkpointEvery / 12;
  }

  /// The same with another pace of an idle owner. All schedulers of a cell must agree on it.
  public OwnerTimings withKeepAlive(long every, long silentAfter) {
    return new OwnerTimings(
        every,
        silentAfter,
        pauseAfterLoss,
        handover,
        claimPatience,
        checkpointEvery,
        checkpointRecords,
        repeatOrders);
  }
}
