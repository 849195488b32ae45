package dev.skiff.kafka;

import dev.skiff.contracts.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How a topic has to be.
///
/// @param required settings that the log protocol stands on: an existing topic must have them
/// @param preferred settings for a new topic that operators may change later
record TopicPlan(
    String name, int partitions, Map<String, String> required, Map<String, String> preferred) {

  static List<TopicPlan> of(KafkaSettings settings) {
    Topics topics = settings.topics();
    int cells = topics.cells();
    Map<String, String> durable =
        Map.of(
            "cleanup.policy", "delete",
            "message.timestamp.type", "LogAppendTime",
            "unclean.leader.election.enable", "false",
            "min.insync.replicas", Integer.toString(settings.minInSyncReplicas()));
    Map<String, String> forEver =
        with(durable, Map.of("retention.ms", "-1", "retention.bytes", "-1"));
    Map<String, String> compacted = with(durable, Map.of("cleanup.policy", "compact"));
    Map<String, String> passing =
        Map.of("cleanup.policy", "delete", "message.timestamp.type", "LogAppendTime");
    return List.of(
        new TopicPlan(topics.log(), cells, forEver, Map.of()),
        new TopicPlan(topics.requests(), cells, durable, kept(Duration.ofDays(3))),
        new TopicPlan(topics.reports(), cells, durable, kept(Duration.ofDays(3))),
        new TopicPlan(topics.heartbeats(), cells, passing, kept(Duration.ofMinutes(5))),
        new TopicPlan(
            topics.orders(), topics.orderPartitions(), passing, kept(Duration.ofHours(6))),
        new TopicPlan(
            topics.checkpoints(),
            cells,
            compacted,
            Map.of(
                "segment.ms", millis(Duration.ofMinutes(30)), "min.cleanable.dirty.ratio", "0.3")),
        new TopicPlan(topics.functions(), 1, compacted, Map.of()),
        new TopicPlan(
            topics.invocations(), Topics.INVOCATION_PARTITIONS, durable, kept(Duration.ofDays(3))),
        new TopicPlan(
            // They outlive the invocations: what they say is over is not carried out again.
            topics.receipts(), Topics.INVOCATION_PARTITIONS, durable, kept(Duration.ofDays(7))),
        new TopicPlan(topics.deadLetters(), 1, durable, kept(Duration.ofDays(14))),
        new TopicPlan(
            topics.poison(),
            1,
            passing,
            with(
                kept(Duration.ofDays(14)),
                Map.of("retention.bytes", Integer.toString(256 << 20)))));
  }

  Map<String, String> settings() {
    return with(preferred, required);
  }

  /// Only whole segments are deleted, so a segment ends after a fifth of the time.
  private static Map<String, String> kept(Duration retention) {
    return Map.of("retention.ms", millis(retention), "segment.ms", millis(retention.dividedBy(5)));
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  private static Map<String, String> with(Map<String, String> base, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(base);
    all.putAll(more);
    return Map.copyOf(all);
  }
}
