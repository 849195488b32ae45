package dev.skiff.core.log;

import dev.skiff.contracts.log.LogRecord;

/// Whether a record of the log counts.
public sealed interface Verdict {
  /// The claim is in force from here on.
  record Claimed(LogRecord.Claim claim) implements Verdict {}

  /// The Transition is part of the truth.
  record Counted(LogRecord.Transition transition) implements Verdict {}

  /// The record is nothing, for every reader alike.
  ///
  /// @param reason a sentence
  record Voided(String reason) implements Verdict {}
}
