package dev.skiff.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.checkpoint.CheckpointRecord;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.contracts.wire.WireRecord;
import dev.skiff.kafka.fixture.KafkaFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordRoundTripTest {
  private static final CellId CELL = new CellId(1);
  private static final Duration LONG = Duration.ofSeconds(20);

  private KafkaSettings settings;
  private RecordWriter writer;
  private Lane<LogRecord> log;
  private Lane<Heartbeat> heartbeats;

  @BeforeEach
  void openAFleetOfTwoCells() throws Exception {
    settings = KafkaFixture.freshFleet(2);
    log = Lane.log(settings.topics(), CELL);
    heartbeats = Lane.heartbeats(settings.topics(), CELL);
    writer = RecordWriter.open(settings, WriterTuning.defaults());
    writer.awaitReady(List.of(log, heartbeats), LONG);
  }

  @AfterEach
  void close() {
    writer.close();
  }

  @Test
  void shouldReadBackWhatWasWrittenWithItsPlaceAndKey() throws Exception {
    Written first = writer.send(log, null, claim(-1)).join();
    Written second = writer.send(log, "cell-1", claim(first.offset())).join();
    try (RecordReader<LogRecord> reader = open(List.of(log.at(second.offset())))) {
      Received<LogRecord> received = take(reader, 1).getFirst();
      assertThat(received.partition()).isEqualTo(log.partition());
      assertThat(received.offset()).isEqualTo(second.offset()).isEqualTo(first.offset() + 1);
      assertThat(received.appendedMillis()).isEqualTo(second.appendedMillis());
      assertThat(received.key()).isEqualTo("cell-1");
      assertThat(received.decoded()).isEqualTo(new Decoded.Ok<>(claim(first.offset())));
      assertThat(reader.position(log)).isEqualTo(second.offset() + 1);
      assertThat(reader.endOffset(log, LONG)).isEqualTo(second.offset() + 1);
      assertThat(reader.beginningOffset(log, LONG)).isZero();
    }
  }

  @Test
  void shouldReadLanesOfDifferentTopicsTogether() throws Exception {
    writer.send(log, null, claim(-1)).join();
    writer.send(heartbeats, "h1", heartbeat()).join();
    try (RecordReader<WireRecord> reader =
        open(List.of(log.fromBeginning(), heartbeats.fromBeginning()))) {
      assertThat(take(reader, 2))
          .extracting(Received::decoded)
          .containsExactlyInAnyOrder(new Decoded.Ok<>(claim(-1)), new Decoded.Ok<>(heartbeat()));
    }
  }

  @Test
  void shouldSeeFromTheEndOnlyWhatCameAfterOpening() throws Exception {
    writer.send(log, null, claim(-1)).join();
    try (RecordReader<LogRecord> reader = open(List.of(log.fromEnd()))) {
      Written later = writer.send(log, null, claim(7)).join();
      assertThat(take(reader, 1).getFirst().offset()).isEqualTo(later.offset());
    }
  }

  @Test
  void shouldFindTheFirstRecordSinceATime() throws Exception {
    try (LaneAdmin admin = LaneAdmin.open(settings)) {
      assertThat(admin.since(log, Instant.EPOCH)).isZero();
      writer.send(log, null, claim(-1)).join();
      writer.send(log, null, claim(7)).join();

      assertThat(admin.since(log, Instant.EPOCH)).isZero();
      assertThat(admin.since(log, Instant.now().plus(Duration.ofHours(1)))).isEqualTo(2);
    }
  }

  @Test
  void shouldHandOutNothingOfAPausedLane() throws Exception {
    try (RecordReader<WireRecord> reader =
        open(List.of(log.fromBeginning(), heartbeats.fromBeginning()))) {
      reader.pause(log);
      writer.send(log, null, claim(-1)).join();
      writer.send(heartbeats, "h1", heartbeat()).join();
      assertThat(take(reader, 1).getFirst().partition()).isEqualTo(heartbeats.partition());
      assertThat(reader.poll(Duration.ofMillis(100))).isEmpty();
      reader.resume(log);
      assertThat(take(reader, 1).getFirst().partition()).isEqualTo(log.partition());
    }
  }

  @Test
  void shouldFailWhenTheNextRecordIsBeyondTheEnd() throws Exception {
    writer.send(log, null, claim(-1)).join();
    try (RecordReader<LogRecord> reader = open(List.of(log.at(100)))) {
      assertThatThrownBy(() -> reader.poll(LONG))
          .isInstanceOfSatisfying(
              PositionLostException.class,
              lost -> assertThat(lost.positions()).containsEntry(log.partition(), 100L));
    }
  }

  @Test
  void shouldHandOutTombstonesAsSkipped() throws Exception {
    Lane<CheckpointRecord> checkpoints = Lane.checkpoints(settings.topics(), CELL);
    writer.awaitReady(List.of(checkpoints), LONG);
    writer.erase(checkpoints, "chunk-1").join();
    try (RecordReader<CheckpointRecord> reader = open(List.of(checkpoints.fromBeginning()))) {
      Received<CheckpointRecord> received = take(reader, 1).getFirst();
      assertThat(received.key()).isEqualTo("chunk-1");
      assertThat(received.bytes()).isEqualTo(-1);
      assertThat(received.decoded()).isEqualTo(new Decoded.Skipped<>("tombstone"));
    }
  }

  @Test
  void shouldEndAWaitingPollOnAWakeup() throws Exception {
    try (RecordReader<LogRecord> reader = open(List.of(log.fromEnd()))) {
      Thread.ofVirtual().start(reader::wakeup);
      assertThat(reader.poll(Duration.ofMinutes(5))).isEmpty();
    }
  }

  private <T extends WireRecord> RecordReader<T> open(List<? extends Feed<? extends T>> feeds)
      throws KafkaUnreachableException {
    return RecordReader.open(settings, ReaderTuning.defaults(), null, feeds);
  }

  static <T extends WireRecord> List<Received<T>> take(RecordReader<T> reader, int count)
      throws PositionLostException {
    List<Received<T>> taken = new ArrayList<>();
    long giveUp = System.nanoTime() + LONG.toNanos();
    while (taken.size() < count && System.nanoTime() < giveUp) {
      taken.addAll(reader.poll(Duration.ofMillis(100)));
    }
    assertThat(taken).hasSize(count);
    return taken;
  }

  private static LogRecord claim(long previous) {
    return new LogRecord.Claim("s1", "nonce", previous);
  }

  private static Heartbeat heartbeat() {
    return new Heartbeat(new HostId("h1"), 3, 1_000_000, new Resources(0, 0, 0, 0));
  }
}
