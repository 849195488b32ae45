package dev.skiff.loadtests.check;

import dev.skiff.contracts.wire.Decoded;
import dev.skiff.contracts.wire.WireRecord;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One lane from its first record on, one record after the other. It must begin at offset 0: what
/// was deleted cannot be checked.
final class RecordCursor<T extends WireRecord> implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Lane<T> lane;
  private final RecordReader<T> reader;
  private final Deque<Entry<T>> waiting = new ArrayDeque<>();
  private long handedOut;

  /// One record.
  record Entry<T>(long offset, Decoded<? extends T> decoded) {}

  private RecordCursor(Lane<T> lane, RecordReader<T> reader) {
    this.lane = lane;
    this.reader = reader;
  }

  static <T extends WireRecord> RecordCursor<T> open(KafkaSettings settings, Lane<T> lane)
      throws KafkaUnreachableException, IOException {
    RecordReader<T> reader =
        RecordReader.open(settings, ReaderTuning.defaults(), null, List.of(lane.at(0)));
    long beginning = reader.beginningOffset(lane, PATIENCE);
    if (beginning > 0) {
      reader.close();
      throw new IOException(
          ("%s begins at %d: what was before is deleted and cannot be checked. Keep it"
                  + " (see README.md), or let the check follow the fleet from its start with"
                  + " --follow")
              .formatted(lane.partition(), beginning));
    }
    return new RecordCursor<>(lane, reader);
  }

  /// The next record.
  ///
  /// @param toTheEnd asks the brokers where the lane ends; otherwise what is there at once will do
  /// @return null when there is none
  @Nullable Entry<T> next(boolean toTheEnd) throws KafkaUnreachableException, IOException {
    if (waiting.isEmpty()) {
      fetch();
    }
    if (waiting.isEmpty() && toTheEnd) {
      await(end() - 1);
    }
    Entry<T> entry = waiting.poll();
    if (entry != null) {
      handedOut = entry.offset() + 1;
    }
    return entry;
  }

  /// The record at an offset, when all before it are of no interest.
  ///
  /// @return null when it is not there or cannot be read
  @Nullable T at(long offset) {
    try {
      if (offset >= handedOut) {
        await(offset);
      }
      Entry<T> entry = waiting.poll();
      while (entry != null && entry.offset() < offset) {
        entry = waiting.poll();
      }
      if (entry == null) {
        return null;
      }
      if (entry.offset() > offset) {
        waiting.addFirst(entry);
        return null;
      }
      handedOut = offset + 1;
      return entry.decoded() instanceof Decoded.Ok<? extends T>(T record) ? record : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Offset after the last record that is there now.
  long end() throws KafkaUnreachableException {
    return reader.endOffset(lane, PATIENCE);
  }

  private void await(long offset) throws IOException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (waiting.isEmpty() ? handedOut <= offset : waiting.getLast().offset() < offset) {
      fetch();
      if (System.nanoTime() - giveUp > 0) {
        throw new IOException("%s@%d does not come".formatted(lane.partition(), offset));
      }
    }
  }

  private void fetch() throws IOException {
    try {
      for (Received<T> received : reader.poll(POLL)) {
        waiting.add(new Entry<>(received.offset(), received.decoded()));
      }
    } catch (PositionLostException e) {
      throw new IOException(lane.partition() + ": records were deleted", e);
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
