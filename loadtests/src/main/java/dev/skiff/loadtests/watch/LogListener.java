package dev.skiff.loadtests.watch;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.log.LogRecord;

/// Hears of the records that count. Called by one thread.
public interface LogListener {
  /// @param appended when the broker took it, milliseconds since the epoch
  default void claimed(CellId cell, long offset, long appended, LogRecord.Claim claim) {}

  /// @param appended when the broker took it, milliseconds since the epoch
  void counted(CellId cell, long offset, long appended, LogRecord.Transition transition);

  /// Tells two.
  static LogListener both(LogListener first, LogListener second) {
    return new LogListener() {
      @Override
      public void claimed(CellId cell, long offset, long appended, LogRecord.Claim claim) {
        first.claimed(cell, offset, appended, claim);
        second.claimed(cell, offset, appended, claim);
      }

      @Override
      public void counted(
          CellId cell, long offset, long appended, LogRecord.Transition transition) {
        first.counted(cell, offset, appended, transition);
        second.counted(cell, offset, appended, transition);
      }
    };
  }
}
