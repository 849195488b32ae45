package dev.skiff.kafka;

import dev.skiff.contracts.Topics;
import dev.skiff.contracts.wire.PoisonRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps values that could not be read in the poison topic, for people to look at. It never makes
/// its caller wait: when the brokers are out of reach, or more poison comes than the buffer holds,
/// the rest is dropped and counted. A value that is read twice is kept twice, under the same key
/// (`topic-partition@offset`).
public final class PoisonSink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PoisonSink.class);
  private static final WriterTuning TUNING =
      new WriterTuning(Duration.ofMillis(50), Duration.ofSeconds(30), 1024 * 1024);

  private final RecordWriter writer;
  private final Lane<PoisonRecord> lane;
  private final String by;
  private final InstantSource clock;
  private final LongAdder kept = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  private PoisonSink(RecordWriter writer, Lane<PoisonRecord> lane, String by, InstantSource clock) {
    this.writer = writer;
    this.lane = lane;
    this.by = by;
    this.clock = clock;
  }

  /// Does not wait for the brokers.
  ///
  /// @param by who reads, for example `scheduler s1`
  public static PoisonSink open(KafkaSettings settings, String by, InstantSource clock) {
    Topics topics = settings.topics();
    KafkaSettings named = settings.withClientId(settings.clientId() + "-poison");
    RecordWriter writer = RecordWriter.open(named, TUNING);
    Lane<PoisonRecord> lane = Lane.poison(topics);
    Thread.ofVirtual().name("skiff-poison-ready").start(() -> prepare(writer, lane));
    return new PoisonSink(writer, lane, by, clock);
  }

  /// Without it the first record of a process would be refused, its topic being unknown to the
  /// writer.
  private static void prepare(RecordWriter writer, Lane<PoisonRecord> lane) {
    try {
      writer.awaitReady(List.of(lane), Duration.ofMinutes(1));
    } catch (KafkaUnreachableException | KafkaException | IllegalStateException e) {
      LOG.debug("not ready to keep poison: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// @param reason a sentence
  public void keep(TopicPartition partition, long offset, String reason, byte[] value) {
    LOG.warn("{}@{} is no record of its topic: {}", partition, offset, reason);
    byte[] head =
        value.length > PoisonRecord.MAX_VALUE
            ? Arrays.copyOf(value, PoisonRecord.MAX_VALUE)
            : value;
    PoisonRecord record =
        new PoisonRecord(
            partition.topic(),
            partition.partition(),
            offset,
            reason,
            by,
            Base64.getEncoder().encodeToString(head),
            ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    writer.send(lane, partition + "@" + offset, record, counting());
  }

  /// How many values are in the topic.
  public long kept() {
    return kept.sum();
  }

  /// How many values could not be kept.
  public long dropped() {
    return dropped.sum();
  }

  @Override
  public void close() {
    writer.close();
  }

  private WriteCallback counting() {
    return new WriteCallback() {
      @Override
      public void written(Written where) {
        kept.increment();
      }

      @Override
      public void failed(WriteFailedException failure) {
        dropped.increment();
      }
    };
  }
}
