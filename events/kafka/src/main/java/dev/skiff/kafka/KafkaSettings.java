package dev.skiff.kafka;

import dev.skiff.contracts.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Where Kafka is and how Skiff's clients talk to it. Every client property of the project is set
/// in this package, so that what the log protocol relies on is in one place.
///
/// @param bootstrapServers `host:port[,host:port...]`
/// @param topics the fleet's topics
/// @param clientId shows up in the brokers' logs and metrics, for example `gateway-1`
/// @param replication copies of each partition; 3 for a real cluster (then two must have a write
///   before it is acknowledged), 1 for a single broker
/// @param security passed to every client as it is: `security.protocol`, `sasl.*`, `ssl.*`
public record KafkaSettings(
    String bootstrapServers,
    Topics topics,
    String clientId,
    int replication,
    Map<String, String> security) {
  /// How long a reader or an administrative call waits for the brokers' answer.
  public static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  public KafkaSettings {
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("bootstrapServers: \"\" (expected: host:port[,...])");
    }
    if (replication < 1) {
      throw new IllegalArgumentException("replication: " + replication + " (expected: >= 1)");
    }
    for (String property : security.keySet()) {
      if (!property.matches("(security|sasl|ssl)\\..+")) {
        throw new IllegalArgumentException(
            "security: \"%s\" (expected: names that start with security., sasl. or ssl.)"
                .formatted(property));
      }
    }
    security = Map.copyOf(security);
  }

  /// For one broker on this machine.
  public static KafkaSettings local(String bootstrapServers, Topics topics, String clientId) {
    return new KafkaSettings(bootstrapServers, topics, clientId, 1, Map.of());
  }

  public KafkaSettings withClientId(String other) {
    return new KafkaSettings(bootstrapServers, topics, other, replication, security);
  }

  /// Copies that must have a write before it is acknowledged.
  int minInSyncReplicas() {
    return replication >= 3 ? 2 : 1;
  }

  Map<String, Object> producer(WriterTuning tuning) {
    Map<String, Object> properties = client();
    properties.put("acks", "all");
    properties.put("enable.idempotence", true);
    properties.put("linger.ms", tuning.linger().toMillis());
    properties.put("delivery.timeout.ms", Math.toIntExact(tuning.deliveryTimeout().toMillis()));
    properties.put("request.timeout.ms", Math.toIntExact(tuning.requestTimeout().toMillis()));
    properties.put("buffer.memory", tuning.bufferBytes());
    properties.put("batch.size", 64 * 1024);
    properties.put("max.request.size", 1024 * 1024);
    // send() never waits: it fails at once when the buffer is full or the brokers are unknown.
    properties.put("max.block.ms", 0);
    // And so that they stay known: a topic that was not written to for five minutes is forgotten.
    properties.put("metadata.max.idle.ms", Duration.ofDays(7).toMillis());
    return properties;
  }

  Map<String, Object> consumer(ReaderTuning tuning) {
    Map<String, Object> properties = client();
    properties.put("auto.offset.reset", "none");
    properties.put("enable.auto.commit", false);
    properties.put("allow.auto.create.topics", false);
    properties.put("fetch.min.bytes", 1);
    properties.put("fetch.max.wait.ms", Math.toIntExact(tuning.fetchWait().toMillis()));
    properties.put("fetch.max.bytes", tuning.maxBytes());
    properties.put("max.partition.fetch.bytes", Math.min(tuning.maxBytes(), 2 * 1024 * 1024));
    // One poll hands out all that was fetched: a partition with records left over is left out of
    // the next fetch, and its news then waits for the others' fetch to end.
    properties.put("max.poll.records", Integer.MAX_VALUE);
    properties.put("default.api.timeout.ms", Math.toIntExact(ANSWER_TIMEOUT.toMillis()));
    properties.put("request.timeout.ms", Math.toIntExact(ANSWER_TIMEOUT.toMillis()));
    return properties;
  }

  Map<String, Object> admin() {
    Map<String, Object> properties = client();
    properties.put("default.api.timeout.ms", Math.toIntExact(ANSWER_TIMEOUT.toMillis()));
    properties.put("request.timeout.ms", Math.toIntExact(ANSWER_TIMEOUT.toMillis() / 2));
    return properties;
  }

  private Map<String, Object> client() {
    Map<String, Object> properties = new HashMap<>(security);
    properties.put("bootstrap.servers", bootstrapServers);
    properties.put("client.id", clientId);
    properties.put("reconnect.backoff.ms", 50);
    properties.put("reconnect.backoff.max.ms", 500);
    properties.put("enable.metrics.push", false);
    properties.put("metric.reporters", "");
    return properties;
  }
}
