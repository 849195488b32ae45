package dev.skiff.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads a topic that is not Skiff's own, as a member of a consumer group that keeps its position.
/// A topic that is not there yet, or is gone, is waited for. One thread.
public final class GroupReader implements AutoCloseable {
  private static final Duration METADATA_AGE = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final KafkaConsumer<byte[], byte[]> consumer;

  private GroupReader(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /// @param from where a partition is begun that the group has no position in: `latest`,
  ///   `earliest`, or a time in microseconds since the epoch; that is its position from then on
  /// @param atOnce records that one poll hands out at most
  public static GroupReader join(
      KafkaSettings settings, String group, String topic, String from, int atOnce) {
    Map<String, Object> properties = new HashMap<>(settings.consumer(ReaderTuning.defaults()));
    properties.put("group.id", group);
    // A position whose records were deleted goes on with the oldest that are left.
    properties.put("auto.offset.reset", "earliest");
    properties.put("max.poll.records", atOnce);
    properties.put("metadata.max.age.ms", Math.toIntExact(METADATA_AGE.toMillis()));
    GroupReader reader =
        new GroupReader(
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    reader.consumer.subscribe(
        Set.of(topic),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            reader.begin(assigned, from);
          }

          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> revoked) {}
        });
    return reader;
  }

  private void begin(Collection<TopicPartition> assigned, String from) {
    Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(Set.copyOf(assigned), ANSWER);
    List<TopicPartition> fresh =
        assigned.stream().filter(partition -> known.get(partition) == null).toList();
    if (fresh.isEmpty()) {
      return;
    }
    switch (from) {
      case "earliest" -> consumer.seekToBeginning(fresh);
      case "latest" -> consumer.seekToEnd(fresh);
      default -> seekToTime(fresh, Long.parseLong(from) / 1_000);
    }
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    for (TopicPartition partition : fresh) {
      positions.put(partition, new OffsetAndMetadata(consumer.position(partition, ANSWER)));
    }
    consumer.commitSync(positions, ANSWER);
  }

  private void seekToTime(List<TopicPartition> partitions, long millis) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, millis));
    consumer.seekToEnd(partitions);
    consumer
        .offsetsForTimes(times, ANSWER)
        .forEach((TopicPartition partition, OffsetAndTimestamp found) -> {
          if (found != null) {
            consumer.seek(partition, found.offset());
          }
        });
  }

  /// Waits for records at most so long.
  ///
  /// @param membershipOnly hands out nothing, and stays a member
  /// @throws KafkaUnreachableException when the group has to be joined anew
  public List<ConsumerRecord<byte[], byte[]>> poll(Duration atMost, boolean membershipOnly)
      throws KafkaUnreachableException {
    try {
      if (membershipOnly) {
        consumer.pause(consumer.assignment());
      } else {
        consumer.resume(consumer.paused());
      }
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      consumer.poll(atMost).forEach(records::add);
      return records;
    } catch (KafkaException e) {
      throw new KafkaUnreachableException(String.valueOf(e.getMessage()), e);
    }
  }

  /// Everything that was handed out is dealt with.
  public void commit() throws KafkaUnreachableException {
    try {
      consumer.commitSync(ANSWER);
    } catch (KafkaException e) {
      throw new KafkaUnreachableException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
