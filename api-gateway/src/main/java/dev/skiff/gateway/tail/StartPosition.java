package dev.skiff.gateway.tail;

import dev.skiff.contracts.checkpoint.CheckpointRecord;
import dev.skiff.contracts.checkpoint.CheckpointRecord.Manifest;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Finds where to begin reading a cell's log: at the newest checkpoint, whose manifest carries what
/// is needed to tell counted records from void ones. The checkpoint's state itself is not read.
final class StartPosition {
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /// A manifest is written after its chunks, so it is looked for from the end, further back each
  /// time.
  private static final int FIRST_WINDOW = 256;

  private static final int WIDER = 16;

  private StartPosition() {}

  /// The newest position that is neither below what the log still holds nor beyond its end; empty
  /// when the log's beginning is gone and no checkpoint stands in for it.
  static Optional<LogPosition> find(
      KafkaSettings settings,
      ReaderTuning tuning,
      Lane<CheckpointRecord> lane,
      long logBegin,
      long logEnd)
      throws KafkaUnreachableException, PositionLostException {
    try (RecordReader<CheckpointRecord> reader =
        RecordReader.open(settings, tuning, null, List.of(lane.fromBeginning()))) {
      long begin = reader.beginningOffset(lane, ANSWER);
      long end = reader.endOffset(lane, ANSWER);
      Optional<LogPosition> found = Optional.empty();
      long from = end;
      for (long window = FIRST_WINDOW; found.isEmpty() && from > begin; window *= WIDER) {
        from = Math.max(begin, end - window);
        found = newest(reader, lane, from, end, logBegin, logEnd);
      }
      return found.or(() -> beginning(logBegin));
    }
  }

  private static Optional<LogPosition> beginning(long logBegin) {
    return logBegin == 0 ? Optional.of(LogPosition.START) : Optional.empty();
  }

  private static Optional<LogPosition> newest(
      RecordReader<CheckpointRecord> reader,
      Lane<CheckpointRecord> lane,
      long from,
      long end,
      long logBegin,
      long logEnd)
      throws KafkaUnreachableException, PositionLostException {
    reader.seek(lane, from);
    LogPosition newest = null;
    long giveUp = System.nanoTime() + ANSWER.toNanos();
    while (reader.position(lane) < end && System.nanoTime() - giveUp < 0) {
      for (Received<CheckpointRecord> received : reader.poll(Duration.ofMillis(200))) {
        giveUp = System.nanoTime() + ANSWER.toNanos();
        if (received.decoded() instanceof Decoded.Ok<?>(Manifest manifest)) {
          LogPosition position = manifest.position();
          if (position.next() >= logBegin
              && position.next() <= logEnd
              && (newest == null || position.next() > newest.next())) {
            newest = position;
          }
        }
      }
    }
    return Optional.ofNullable(newest);
  }
}
