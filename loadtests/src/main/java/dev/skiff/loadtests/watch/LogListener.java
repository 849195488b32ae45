package dev.skiff.loadtests.watch;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.log.LogRecord;

/// Hears of the records that count. Called by one thread.
public interface LogListener {
  /// @param appended when the broker took it, milliseconds since the epoch
  default void claimed(CellId cell, long offset, long appended, LogRecord.Claim claim) {}

  /// @param appended when the broker took it, milliseconds since the epoch
  void counted(CellId cell, long offset, long appended, LogRecord.Transition transition);
}
