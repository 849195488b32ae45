package dev.skiff.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Shares a topic's partitions among processes with a Kafka consumer group, and reads nothing: it
/// is a hint about who should own which partition, fast and fallible. Who does is for the
/// partition's own log to say.
///
/// One thread uses it; only [#wakeup] may be called from any.
public final class GroupMembership implements AutoCloseable {
  private static final Duration SESSION = Duration.ofSeconds(6);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Set<Integer> partitions = new TreeSet<>();

  private GroupMembership(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  public static GroupMembership join(KafkaSettings settings, String group, String topic) {
    Map<String, Object> properties = new HashMap<>(settings.consumer(ReaderTuning.defaults()));
    properties.put("group.id", group);
    properties.put("session.timeout.ms", Math.toIntExact(SESSION.toMillis()));
    properties.put("heartbeat.interval.ms", Math.toIntExact(SESSION.toMillis() / 3));
    properties.put(
        "partition.assignment.strategy", List.of(CooperativeStickyAssignor.class.getName()));
    // Positions are of no interest, but a consumer must have one.
    properties.put("auto.offset.reset", "latest");
    GroupMembership membership =
        new GroupMembership(
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    membership.consumer.subscribe(Set.of(topic), membership.listener());
    return membership;
  }

  /// Stays a member, for at most so long, and returns the partitions that are this member's now.
  ///
  /// @throws KafkaUnreachableException when the group has refused this member; join anew then
  public Set<Integer> poll(Duration atMost) throws KafkaUnreachableException {
    try {
      var _ = consumer.poll(atMost);
    } catch (WakeupException e) {
      // What is known is still true.
    } catch (KafkaException e) {
      throw new KafkaUnreachableException("the group of the partitions: " + e.getMessage(), e);
    }
    return Set.copyOf(partitions);
  }

  /// Ends a poll that waits, or the next one, early.
  public void wakeup() {
    consumer.wakeup();
  }

  /// Leaves the group, so that the others need not wait for this member's silence.
  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }

  private ConsumerRebalanceListener listener() {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        consumer.pause(assigned);
        assigned.forEach(partition -> partitions.add(partition.partition()));
      }

      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        revoked.forEach(partition -> partitions.remove(partition.partition()));
      }
    };
  }
}
