package dev.skiff.core.owner;

import dev.skiff.contracts.log.LogRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One cell's log as one scheduler writes and reads it. Every method returns at once; a worker
/// polls.
public interface CellLog {
  /// A record of the log, as read.
  ///
  /// @param offset where
  /// @param record null when the bytes are no log record, or one of a type that may be skipped
  /// @param tooNew the name of a type that this reader does not know and must not skip; null
  ///   otherwise
  record Entry(long offset, @Nullable LogRecord record, @Nullable String tooNew) {}

  /// What became of an append.
  sealed interface Appended {
    /// It is in the log.
    ///
    /// @param offset where; -1 when the broker did not say (a deduplicated retry): it will be read
    record At(long offset) implements Appended {}

    /// It failed, or nobody knows: it may be in the log, or get there later.
    record Uncertain(String reason) implements Appended {}
  }

  /// Starts an append. At most one is under way at a time.
  void append(LogRecord record);

  /// The result of the append under way, once; null while there is none.
  @Nullable Appended takeAppended();

  /// Goes on reading at this offset; everything read ahead is dropped.
  void seek(long next);

  /// Records in order, as many as are at hand (bounded); empty when there are none. The tail is
  /// read all the time, also by an owner: that is how one that was replaced finds out.
  List<Entry> poll();

  /// What is in the log before this offset is known, because this scheduler wrote it and knows
  /// where it went: it need not be read again.
  void known(long next);

  /// Everything that was in the log at this moment has been handed out by [#poll]; microseconds
  /// since the epoch, by the clock of the worker; 0 before the first proof. Found by fetching the
  /// end offset and reading up to it.
  long readThrough();

  /// Whether the log ends before what has been read: it was truncated or replaced. The worker
  /// starts over.
  boolean lostData();
}
