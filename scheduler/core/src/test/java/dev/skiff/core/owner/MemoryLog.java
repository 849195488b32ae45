package dev.skiff.core.owner;

import dev.skiff.contracts.log.LogRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A log in memory that several schedulers share; each holds a [Handle]. Appends land when the test
/// says so.
final class MemoryLog {
  final List<LogRecord> records = new ArrayList<>();

  /// Offsets of records of types that nobody here knows; `~` marks one that may be skipped.
  private final Map<Long, String> foreigners = new HashMap<>();

  /// A record of another version is written.
  void addForeign(String type) {
    foreigners.put((long) records.size(), type);
    records.add(new LogRecord.Claim("nobody", "foreign", Long.MIN_VALUE));
  }

  /// One scheduler's view of it.
  final class Handle implements CellLog {
    private final List<LogRecord> waiting = new ArrayList<>();
    private @Nullable Appended appended;
    private long next;
    private long readThrough;
    boolean lost;

    @Override
    public void append(LogRecord record) {
      waiting.add(record);
    }

    /// Lets what waits arrive, and acknowledges it.
    void land() {
      for (LogRecord record : waiting) {
        records.add(record);
        appended = new Appended.At(records.size() - 1);
      }
      waiting.clear();
    }

    /// Nobody knows what became of what waits; it can still [#land].
    void fail() {
      appended = new Appended.Uncertain("timed out");
    }

    boolean hasWaiting() {
      return !waiting.isEmpty();
    }

    @Override
    public @Nullable Appended takeAppended() {
      Appended result = appended;
      appended = null;
      return result;
    }

    @Override
    public void seek(long offset) {
      next = offset;
    }

    @Override
    public List<Entry> poll() {
      List<Entry> entries = new ArrayList<>();
      while (next < records.size()) {
        String foreign = foreigners.get(next);
        entries.add(
            foreign == null
                ? new Entry(next, records.get((int) next), null)
                : new Entry(next, null, foreign.startsWith("~") ? null : foreign));
        next++;
      }
      return entries;
    }

    @Override
    public void known(long next) {
      this.next = Math.max(this.next, next);
    }

    void proveReadThrough(long now) {
      readThrough = now;
    }

    @Override
    public long readThrough() {
      return readThrough;
    }

    @Override
    public boolean lostData() {
      return lost;
    }
  }
}
