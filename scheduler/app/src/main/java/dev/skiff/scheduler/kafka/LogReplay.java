package dev.skiff.scheduler.kafka;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.contracts.wire.WireRecord;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.owner.CheckpointStore;
import dev.skiff.core.owner.Replay;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.LaneAdmin;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Decides a cell's whole log again from what is kept in the topics: requests, reports and the log
/// itself, up to where the log ends when it begins. Writes nothing.
public final class LogReplay {
  private static final Duration POLL = Duration.ofMillis(500);

  private LogReplay() {}

  /// What it came to.
  ///
  /// @param from offset of the log at which it began; not 0 when older records have been deleted
  /// @param next offset of the log after the last record that was read
  /// @param compared Transitions that were decided again, up to the first difference
  /// @param unchecked Transitions whose inputs have been deleted
  /// @param difference null when everything came out the same
  public record Result(
      long from,
      long next,
      long compared,
      long unchecked,
      Replay.@Nullable Difference difference) {}

  /// @param rules of the owners that wrote the log
  /// @param progress told the offset of the log now and then
  public static Result run(
      KafkaSettings settings, CellId cell, CellRules rules, LongConsumer progress)
      throws KafkaUnreachableException, IOException, InterruptedException {
    Lane<LogRecord> log = Lane.log(settings.topics(), cell);
    try (LaneAdmin admin = LaneAdmin.open(settings)) {
      CheckpointStore.Stored start =
          admin.beginning(log) == 0
              ? new CheckpointStore.Stored(LogPosition.START, List.of())
              : checkpoint(settings, cell);
      Replay replay = new Replay(cell, rules, start);
      long from = start.position().next();
      try (Records<LogRecord> records = new Records<>(settings, admin, log, from);
          Records<? extends WireRecord> requests =
              new Records<>(
                  settings,
                  admin,
                  Lane.requests(settings.topics(), cell),
                  start.position().requestsNext());
          Records<? extends WireRecord> reports =
              new Records<>(
                  settings,
                  admin,
                  Lane.reports(settings.topics(), cell),
                  start.position().reportsNext())) {
        feed(replay, records, requests, reports, progress);
        return new Result(
            from, records.end, replay.compared(), replay.unchecked(), replay.difference());
      }
    }
  }

  private static CheckpointStore.Stored checkpoint(KafkaSettings settings, CellId cell) {
    try (KafkaCheckpointStore store =
        new KafkaCheckpointStore(settings, cell, "replay", () -> {})) {
      return store.load();
    }
  }

  private static void feed(
      Replay replay,
      Records<LogRecord> log,
      Records<? extends WireRecord> requests,
      Records<? extends WireRecord> reports,
      LongConsumer progress)
      throws KafkaUnreachableException, IOException {
    while (replay.difference() == null) {
      switch (replay.need()) {
        case Replay.Need.Log(long offset) -> {
          Received<LogRecord> next = log.from(offset);
          if (next == null) {
            return;
          }
          replay.log(
              next.offset(),
              next.decoded() instanceof Decoded.Ok<? extends LogRecord>(LogRecord record)
                  ? record
                  : null);
          progress.accept(next.offset());
        }
        case Replay.Need.Request(long offset) -> input(replay, "requests", requests, offset);
        case Replay.Need.Reports(long offset) -> input(replay, "reports", reports, offset);
      }
    }
  }

  private static void input(
      Replay replay, String topic, Records<? extends WireRecord> records, long offset)
      throws KafkaUnreachableException, IOException {
    Received<? extends WireRecord> next = records.from(offset);
    if (next == null || next.offset() != offset) {
      replay.inputGone();
    } else {
      records.taken();
      replay.input(KafkaCellInputs.input(topic, next, Math.max(0, next.bytes())));
    }
  }

  /// The records of a lane in order, up to where it ends when it is opened.
  private static final class Records<T extends WireRecord> implements AutoCloseable {
    private final RecordReader<T> reader;
    private final Lane<T> lane;
    private final Deque<Received<T>> ahead = new ArrayDeque<>();
    final long end;

    Records(KafkaSettings settings, LaneAdmin admin, Lane<T> lane, long from)
        throws KafkaUnreachableException, InterruptedException {
      this.lane = lane;
      this.end = admin.end(lane);
      long begin = Math.min(end, Math.max(from, admin.beginning(lane)));
      this.reader =
          RecordReader.open(settings, ReaderTuning.defaults(), null, List.of(lane.at(begin)));
    }

    /// The record at an offset, or the first after it; null when there is none. It stays the next.
    @Nullable Received<T> from(long offset) throws KafkaUnreachableException, IOException {
      long giveUp = System.nanoTime() + KafkaSettings.ANSWER_TIMEOUT.toNanos();
      while (true) {
        while (!ahead.isEmpty() && ahead.getFirst().offset() < offset) {
          ahead.removeFirst();
        }
        if (!ahead.isEmpty()) {
          return ahead.getFirst();
        }
        if (reader.position(lane) >= end) {
          return null;
        }
        fetch(giveUp);
      }
    }

    void taken() {
      ahead.removeFirst();
    }

    private void fetch(long giveUp) throws IOException {
      try {
        ahead.addAll(reader.poll(POLL));
      } catch (PositionLostException e) {
        throw new IOException(
            lane.partition() + ": records were deleted while they were read; try again", e);
      }
      if (ahead.isEmpty() && System.nanoTime() - giveUp > 0) {
        throw new IOException(lane.partition() + ": the brokers send nothing");
      }
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
