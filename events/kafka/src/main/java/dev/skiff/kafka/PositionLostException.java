package dev.skiff.kafka;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// What a reader wanted to read next is not there: it was deleted, or the partition ends before it,
/// as after an election that lost records. Whatever was built from the partition must be thrown
/// away and built again; going on from elsewhere would be a guess.
public final class PositionLostException extends Exception {
  private final transient Map<TopicPartition, Long> positions;

  PositionLostException(Map<TopicPartition, Long> positions, Throwable cause) {
    super("%s: out of range (expected: offsets that the brokers have)".formatted(positions), cause);
    this.positions = Map.copyOf(positions);
  }

  /// The offsets that were asked for, by partition.
  public Map<TopicPartition, Long> positions() {
    return positions;
  }
}
