package dev.skiff.kafka;

import dev.skiff.contracts.wire.RecordTooLargeException;
import dev.skiff.contracts.wire.WireRecord;
import dev.skiff.kafka.WriteFailedException.Fate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Writes records to lanes: acknowledged by all in-sync copies, once each, in the order of the
/// sends within a lane. Safe for concurrent use.
///
/// Sending never waits. What cannot be buffered is refused at once as
/// [NOT_WRITTEN][Fate#NOT_WRITTEN]; what is not acknowledged in time fails as
/// [UNKNOWN][Fate#UNKNOWN], because an attempt may have reached a broker.
public final class RecordWriter implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;

  private RecordWriter(KafkaProducer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /// Opens a writer without waiting for the brokers. Until they have answered once, sends are
  /// refused: see [#awaitReady].
  public static RecordWriter open(KafkaSettings settings, WriterTuning tuning) {
    return new RecordWriter(
        new KafkaProducer<>(
            settings.producer(tuning), new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /// Waits until the leaders of these lanes' topics are known, so that sends are taken.
  public void awaitReady(Collection<? extends Lane<?>> lanes, Duration atMost)
      throws KafkaUnreachableException, InterruptedException {
    long giveUp = System.nanoTime() + atMost.toNanos();
    for (Lane<?> lane : lanes) {
      while (true) {
        try {
          producer.partitionsFor(lane.partition().topic());
          break;
        } catch (TimeoutException e) {
          if (System.nanoTime() - giveUp > 0) {
            throw new KafkaUnreachableException(
                "%s: the brokers have not answered within %s"
                    .formatted(lane.partition().topic(), atMost),
                e);
          }
          Thread.sleep(Duration.ofMillis(5));
        }
      }
    }
  }

  /// @return fails with [WriteFailedException]
  public <T extends WireRecord> CompletableFuture<Written> send(
      Lane<T> lane, @Nullable String key, T record) {
    WriteFuture callback = new WriteFuture();
    send(lane, key, record, callback);
    return callback;
  }

  public <T extends WireRecord> void send(
      Lane<T> lane, @Nullable String key, T record, WriteCallback callback) {
    byte[] value;
    try {
      value = lane.codec().encode(record);
    } catch (RecordTooLargeException e) {
      new PendingSend(lane.partition(), callback).fail(Fate.NOT_WRITTEN, e);
      return;
    }
    start(lane, key, value, callback);
  }

  /// Sends a value that the lane's codec has encoded already.
  ///
  /// @return fails with [WriteFailedException]
  public CompletableFuture<Written> sendEncoded(Lane<?> lane, @Nullable String key, byte[] value) {
    WriteFuture callback = new WriteFuture();
    start(lane, key, value, callback);
    return callback;
  }

  /// Writes a tombstone: on a compacted topic, the key's records go away.
  public CompletableFuture<Written> erase(Lane<?> lane, String key) {
    WriteFuture callback = new WriteFuture();
    start(lane, key, null, callback);
    return callback;
  }

  /// Sends what lingers now and waits until all is acknowledged or has failed.
  public void flush() {
    producer.flush();
  }

  /// Gives up at once: what was not acknowledged fails as unknown.
  public void abandon() {
    producer.close(Duration.ZERO);
  }

  /// Waits for what was sent, for two seconds at most.
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }

  private void start(
      Lane<?> lane, @Nullable String key, byte @Nullable [] value, WriteCallback callback) {
    byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    new PendingSend(lane.partition(), callback)
        .start(
            producer,
            new ProducerRecord<>(
                lane.partition().topic(), lane.partition().partition(), keyBytes, value));
  }
}
