package dev.skiff.kafka;

import dev.skiff.contracts.wire.Codec;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.contracts.wire.WireRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// Reads lanes from given positions on, in order within each lane, and decodes what it reads.
///
/// There are no consumer groups and no committed offsets: whoever reads keeps the position beside
/// what was built from it. A value that is no record of its topic is handed out as
/// [Decoded.Refused] and, if there is a sink, kept in the poison topic.
///
/// One thread uses a reader; only [#wakeup] may be called from any. The order between lanes of one
/// reader is unspecified. A lane whose delay matters deserves a reader of its own, or companions
/// that are read just as fast.
///
/// @param <T> the family of all records on the lanes; `WireRecord` when they differ
public final class RecordReader<T extends WireRecord> implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Codec<? extends T>> codecs;
  private final @Nullable PoisonSink poison;

  private RecordReader(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Codec<? extends T>> codecs,
      @Nullable PoisonSink poison) {
    this.consumer = consumer;
    this.codecs = codecs;
    this.poison = poison;
  }

  /// Opens a reader. `fromEnd` and `fromBeginning` are resolved before this returns.
  ///
  /// @param poison where refused values are kept; null to keep none
  /// @throws KafkaUnreachableException after [KafkaSettings#ANSWER_TIMEOUT]
  public static <T extends WireRecord> RecordReader<T> open(
      KafkaSettings settings,
      ReaderTuning tuning,
      @Nullable PoisonSink poison,
      Collection<? extends Feed<? extends T>> feeds)
      throws KafkaUnreachableException {
    Map<TopicPartition, Codec<? extends T>> codecs = new HashMap<>();
    for (Feed<? extends T> feed : feeds) {
      codecs.put(feed.lane().partition(), feed.lane().codec());
    }
    RecordReader<T> reader =
        new RecordReader<>(
            new KafkaConsumer<>(
                settings.consumer(tuning),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()),
            codecs,
            poison);
    try {
      reader.begin(feeds);
      return reader;
    } catch (KafkaException e) {
      reader.close();
      throw new KafkaUnreachableException(
          "cannot read %s: %s".formatted(codecs.keySet(), e.getMessage()), e);
    }
  }

  /// Waits for records at most so long and returns all that were fetched; none when there are none,
  /// when the brokers are out of reach, or after a wake-up.
  ///
  /// @throws PositionLostException when a lane's next record is not there
  public List<Received<T>> poll(Duration atMost) throws PositionLostException {
    try {
      var records = consumer.poll(atMost);
      List<Received<T>> received = new ArrayList<>(records.count());
      for (ConsumerRecord<byte[], byte[]> record : records) {
        received.add(receive(record));
      }
      return received;
    } catch (WakeupException e) {
      return List.of();
    } catch (OffsetOutOfRangeException e) {
      throw new PositionLostException(e.offsetOutOfRangePartitions(), e);
    }
  }

  /// Ends a poll that waits, or the next one, early.
  public void wakeup() {
    consumer.wakeup();
  }

  public void seek(Lane<? extends T> lane, long offset) {
    consumer.seek(lane.partition(), offset);
  }

  /// Offset of the next record to be handed out.
  public long position(Lane<? extends T> lane) throws KafkaUnreachableException {
    try {
      return consumer.position(lane.partition());
    } catch (KafkaException e) {
      throw unreachable("position", lane, e);
    }
  }

  /// The offset after the last record that is there now, asked of the brokers.
  public long endOffset(Lane<? extends T> lane, Duration atMost) throws KafkaUnreachableException {
    try {
      return offset(consumer.endOffsets(Set.of(lane.partition()), atMost), lane);
    } catch (KafkaException e) {
      throw unreachable("end offset", lane, e);
    }
  }

  /// The offset of the oldest record that is there now, asked of the brokers.
  public long beginningOffset(Lane<? extends T> lane, Duration atMost)
      throws KafkaUnreachableException {
    try {
      return offset(consumer.beginningOffsets(Set.of(lane.partition()), atMost), lane);
    } catch (KafkaException e) {
      throw unreachable("beginning offset", lane, e);
    }
  }

  /// Hands out nothing of this lane until it is resumed: back-pressure.
  public void pause(Lane<? extends T> lane) {
    consumer.pause(Set.of(lane.partition()));
  }

  public void resume(Lane<? extends T> lane) {
    consumer.resume(Set.of(lane.partition()));
  }

  /// To be called by the thread that polls.
  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }

  private void begin(Collection<? extends Feed<? extends T>> feeds) {
    consumer.assign(codecs.keySet());
    for (Feed<? extends T> feed : feeds) {
      TopicPartition partition = feed.lane().partition();
      switch (feed.start()) {
        case Feed.Start.At(long offset) -> consumer.seek(partition, offset);
        case Feed.Start.Beginning() -> consumer.seekToBeginning(Set.of(partition));
        case Feed.Start.End() -> consumer.seekToEnd(Set.of(partition));
      }
    }
    codecs.keySet().forEach(consumer::position);
  }

  private Received<T> receive(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    byte[] value = record.value();
    Decoded<? extends T> decoded =
        value == null ? new Decoded.Skipped<>("tombstone") : codec(partition).decode(value);
    if (poison != null && value != null && decoded instanceof Decoded.Refused<?>(String reason)) {
      poison.keep(partition, record.offset(), reason, value);
    }
    String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
    return new Received<>(
        partition,
        record.offset(),
        record.timestamp(),
        key,
        value == null ? -1 : value.length,
        decoded);
  }

  private Codec<? extends T> codec(TopicPartition partition) {
    return Objects.requireNonNull(codecs.get(partition), "a record of another lane");
  }

  private static long offset(Map<TopicPartition, Long> offsets, Lane<?> lane) {
    return Objects.requireNonNull(offsets.get(lane.partition()), "no offset in the answer");
  }

  private static KafkaUnreachableException unreachable(
      String what, Lane<?> lane, KafkaException cause) {
    return new KafkaUnreachableException(
        "%s of %s: %s".formatted(what, lane.partition(), cause.getMessage()), cause);
  }
}
