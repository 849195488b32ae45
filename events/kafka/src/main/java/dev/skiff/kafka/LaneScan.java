package dev.skiff.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// Reads what is in a lane now, from some offset to its end, once, as bytes: for values over which
/// a checksum is kept.
public final class LaneScan {
  private static final ReaderTuning TUNING = ReaderTuning.defaults();
  private static final Duration POLL = Duration.ofSeconds(1);

  private LaneScan() {}

  /// Takes one record.
  public interface Visitor {
    /// @param key null for none
    /// @param value null for a tombstone
    /// @return whether to go on
    boolean visit(long offset, @Nullable String key, byte @Nullable [] value);
  }

  /// Reads on the calling thread.
  ///
  /// @param from an offset, or less than what is there to begin at the oldest record
  /// @throws KafkaUnreachableException when nothing comes for [KafkaSettings#ANSWER_TIMEOUT]
  public static void read(KafkaSettings settings, Lane<?> lane, long from, Visitor visitor)
      throws KafkaUnreachableException {
    TopicPartition partition = lane.partition();
    try (Consumer consumer = new Consumer(settings)) {
      consumer.kafka.assign(Set.of(partition));
      long beginning = offset(consumer.kafka.beginningOffsets(Set.of(partition)).get(partition));
      long end = offset(consumer.kafka.endOffsets(Set.of(partition)).get(partition));
      consumer.kafka.seek(partition, Math.max(from, beginning));
      long giveUp = System.nanoTime() + KafkaSettings.ANSWER_TIMEOUT.toNanos();
      while (consumer.kafka.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.kafka.poll(POLL)) {
          giveUp = System.nanoTime() + KafkaSettings.ANSWER_TIMEOUT.toNanos();
          byte[] key = record.key();
          boolean more =
              visitor.visit(
                  record.offset(),
                  key == null ? null : new String(key, StandardCharsets.UTF_8),
                  record.value());
          if (!more) {
            return;
          }
        }
        if (System.nanoTime() - giveUp > 0) {
          throw new KafkaUnreachableException(
              partition + ": nothing comes", new TimeoutException());
        }
      }
    } catch (KafkaException e) {
      throw new KafkaUnreachableException(
          "cannot read %s: %s".formatted(partition, e.getMessage()), e);
    }
  }

  private static long offset(@Nullable Long found) {
    return found == null ? 0 : found;
  }

  /// Closed in a second rather than in thirty.
  private record Consumer(KafkaConsumer<byte[], byte[]> kafka) implements AutoCloseable {
    Consumer(KafkaSettings settings) {
      this(
          new KafkaConsumer<>(
              settings.consumer(TUNING), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    @Override
    public void close() {
      kafka.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
  }
}
