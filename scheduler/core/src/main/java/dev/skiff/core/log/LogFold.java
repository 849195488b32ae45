package dev.skiff.core.log;

import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.LogRecord.Claim;
import dev.skiff.contracts.log.LogRecord.Transition;

/// Reads a cell's log in order and tells for each record whether it counts. Every reader (owners,
/// standbys, gateways) uses this and nothing else, so all of them agree:
///
/// - A [Claim] counts if and only if its `previous` is the offset of the claim in force
///   (compare-and-set).
/// - A [Transition] counts if and only if it names the claim in force, by offset and nonce, and its
///   `seq` is the next one. A gap voids everything after it until the next claim.
///
/// The idea of fencing by the log itself is that of Kafka's own epochs and of Delos' and Raft's
/// logs: whoever has been replaced may write what it likes, nobody believes it. Not safe for
/// concurrent use.
public final class LogFold {
  private static final long VOIDED = -1;

  private LogPosition position;

  /// @param start [LogPosition#START], or the position of a checkpoint
  public LogFold(LogPosition start) {
    this.position = start;
  }

  /// Where the fold stands; enough to go on from in another process.
  public LogPosition position() {
    return position;
  }

  /// Reads the record at the next offset.
  ///
  /// @throws IllegalArgumentException when the offset is not the next one or later: offsets never
  ///   run backwards
  public Verdict read(long offset, LogRecord record) {
    requireForward(offset);
    return switch (record) {
      case Claim claim -> readClaim(offset, claim);
      case Transition transition -> readTransition(offset, transition);
    };
  }

  /// Passes over a record that is not a log record at all, or one that may be skipped. It is void
  /// for everybody.
  public void skip(long offset) {
    requireForward(offset);
    position =
        moved(
            offset + 1,
            position.seq(),
            position.requestsNext(),
            position.reportsNext(),
            position.at());
  }

  private Verdict readClaim(long offset, Claim claim) {
    if (claim.previous() != position.claim()) {
      skip(offset);
      return new Verdict.Voided(
          "claim names %d as the claim in force, which is %d"
              .formatted(claim.previous(), position.claim()));
    }
    position =
        new LogPosition(
            offset + 1,
            offset,
            claim.nonce(),
            claim.scheduler(),
            0,
            position.requestsNext(),
            position.reportsNext(),
            position.at());
    return new Verdict.Claimed(claim);
  }

  private Verdict readTransition(long offset, Transition transition) {
    if (transition.claim() != position.claim() || !transition.nonce().equals(position.nonce())) {
      skip(offset);
      return new Verdict.Voided(
          "written under claim %d, in force is %d".formatted(transition.claim(), position.claim()));
    }
    if (position.seq() == VOIDED) {
      skip(offset);
      return new Verdict.Voided("follows a gap");
    }
    if (transition.seq() > position.seq()) {
      String reason = "seq %d follows %d: a gap".formatted(transition.seq(), position.seq() - 1);
      position =
          moved(offset + 1, VOIDED, position.requestsNext(), position.reportsNext(), position.at());
      return new Verdict.Voided(reason);
    }
    if (transition.seq() < position.seq()) {
      skip(offset);
      return new Verdict.Voided("seq %d has been there".formatted(transition.seq()));
    }
    position =
        moved(
            offset + 1,
            position.seq() + 1,
            transition.requestsNext(),
            transition.reportsNext(),
            transition.at());
    return new Verdict.Counted(transition);
  }

  private LogPosition moved(long next, long seq, long requestsNext, long reportsNext, long at) {
    return new LogPosition(
        next,
        position.claim(),
        position.nonce(),
        position.scheduler(),
        seq,
        requestsNext,
        reportsNext,
        at);
  }

  private void requireForward(long offset) {
    if (offset < position.next()) {
      throw new IllegalArgumentException(
          "offset: %d (expected: >= %d, the log is read in order)"
              .formatted(offset, position.next()));
    }
  }
}
