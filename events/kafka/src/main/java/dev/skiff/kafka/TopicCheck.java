package dev.skiff.kafka;

import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/// Compares a topic with its plan.
final class TopicCheck {
  private TopicCheck() {}

  static void check(
      TopicPlan plan,
      @Nullable TopicDescription description,
      @Nullable Config config,
      int replication)
      throws TopicMismatchException {
    if (description == null || config == null) {
      throw new TopicMismatchException(
          "topic %s: gone while it was checked".formatted(plan.name()));
    }
    // More is well: cells have been added, and this process does not know them yet.
    if (description.partitions().size() < plan.partitions()) {
      throw new TopicMismatchException(
          """
          topic %s: %d partitions (expected: at least %d). The fleet has fewer cells than this \
          process was told of: start a scheduler with the new number of cells first, it adds them.\
          """
              .formatted(plan.name(), description.partitions().size(), plan.partitions()));
    }
    for (TopicPartitionInfo partition : description.partitions()) {
      if (partition.replicas().size() < replication) {
        throw new TopicMismatchException(
            "topic %s: partition %d has %d copies (expected: >= %d). Reassign it, or set replication lower."
                .formatted(
                    plan.name(), partition.partition(), partition.replicas().size(), replication));
      }
    }
    checkSettings(plan, config);
  }

  private static void checkSettings(TopicPlan plan, Config config) throws TopicMismatchException {
    for (Map.Entry<String, String> required : plan.required().entrySet()) {
      ConfigEntry entry = config.get(required.getKey());
      String actual = entry == null ? null : entry.value();
      if (!required.getValue().equals(actual)) {
        throw new TopicMismatchException(
            "topic %s: %s is %s (expected: %s). Set it with kafka-configs --alter."
                .formatted(plan.name(), required.getKey(), actual, required.getValue()));
      }
    }
  }
}
