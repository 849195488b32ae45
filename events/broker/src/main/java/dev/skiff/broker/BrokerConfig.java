package dev.skiff.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The node's settings: one copy of everything, and as few threads and buffers as work.
final class BrokerConfig {
  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";
  private static final String CLIENTS = "CLIENTS";

  private BrokerConfig() {}

  static Map<String, String> properties(Path folder, int controllerPort, int port) {
    Map<String, String> properties = new HashMap<>();
    identity(properties, folder, controllerPort, port);
    footprint(properties);
    internalTopics(properties);
    return properties;
  }

  private static void identity(
      Map<String, String> properties, Path folder, int controllerPort, int port) {
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(NODE_ID));
    properties.put("log.dirs", folder.toString());
    properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    properties.put("controller.listener.names", CONTROLLER);
    properties.put("inter.broker.listener.name", CLIENTS);
    properties.put(
        "listeners",
        "%s://127.0.0.1:%d,%s://127.0.0.1:%d".formatted(CONTROLLER, controllerPort, CLIENTS, port));
    properties.put("advertised.listeners", "%s://127.0.0.1:%d".formatted(CLIENTS, port));
    properties.put(
        "listener.security.protocol.map", CONTROLLER + ":PLAINTEXT," + CLIENTS + ":PLAINTEXT");
    properties.put("auto.create.topics.enable", "false");
    // After a crash the node is let in again only when its former self is given up: 9 s in Kafka.
    properties.put("broker.session.timeout.ms", "3000");
    properties.put("broker.heartbeat.interval.ms", "500");
  }

  private static void footprint(Map<String, String> properties) {
    properties.put("num.network.threads", "1");
    properties.put("num.io.threads", "2");
    properties.put("background.threads", "2");
    properties.put("num.recovery.threads.per.data.dir", "2");
    properties.put("num.replica.fetchers", "1");
    properties.put("num.replica.alter.log.dirs.threads", "1");
    // Kafka sets 128 MiB aside for its index of keys while compacting; 4 MiB hold 150,000 keys.
    properties.put("log.cleaner.threads", "1");
    properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    properties.put("log.cleaner.backoff.ms", "30000");
    properties.put("log.segment.bytes", Integer.toString(128 << 20));
    properties.put("log.index.size.max.bytes", Integer.toString(1 << 20));
    // Otherwise the controller appends a record twice a second to show its followers that it lives.
    properties.put("metadata.max.idle.interval.ms", "0");
    properties.put("metric.reporters", "");
    properties.put("group.coordinator.threads", "1");
    properties.put("share.coordinator.threads", "1");
  }

  /// Skiff uses neither groups nor transactions; should a user's own client do, one copy is all
  /// that there can be.
  private static void internalTopics(Map<String, String> properties) {
    properties.put("default.replication.factor", "1");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("share.coordinator.state.topic.num.partitions", "1");
  }
}
