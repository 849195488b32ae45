package dev.skiff.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.contracts.Topics;
import dev.skiff.kafka.fixture.KafkaFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TopicSetupTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void shouldMakeEveryTopicThoughSeveralProcessesDoSoAtOnce() throws Exception {
    KafkaSettings settings = KafkaFixture.freshFleetWithoutTopics(2);
    Callable<Void> ensure =
        () -> {
          TopicSetup.ensure(settings, LONG);
          return null;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> done : threads.invokeAll(List.of(ensure, ensure, ensure, ensure))) {
        done.get();
      }
    }
    Topics topics = settings.topics();
    assertThat(partitions(settings, topics.log())).isEqualTo(2);
    assertThat(partitions(settings, topics.orders())).isEqualTo(32);
    assertThat(partitions(settings, topics.poison())).isEqualTo(1);
    assertThat(partitions(settings, topics.functions())).isEqualTo(1);
    assertThat(partitions(settings, topics.invocations())).isEqualTo(16);
    assertThat(partitions(settings, topics.receipts())).isEqualTo(16);
    assertThat(partitions(settings, topics.deadLetters())).isEqualTo(1);
    TopicSetup.ensure(settings, LONG);
  }

  @Test
  void shouldAddTheCellsThatAFleetIsGivenLater() throws Exception {
    KafkaSettings one = KafkaFixture.freshFleet(1);
    KafkaSettings three =
        new KafkaSettings(
            one.bootstrapServers(),
            new Topics(one.topics().prefix(), 3),
            "grower",
            one.replication(),
            one.security());
    assertThatThrownBy(() -> TopicSetup.ensure(three, LONG))
        .isInstanceOf(TopicMismatchException.class)
        .hasMessageContaining("1 partitions (expected: at least 3)");
    TopicSetup.ensureAndGrow(three, LONG);
    assertThat(partitions(three, three.topics().log())).isEqualTo(3);
    assertThat(partitions(three, three.topics().orders())).isEqualTo(48);
    // A function's partition does not depend on cells.
    assertThat(partitions(three, three.topics().invocations())).isEqualTo(16);
    // A process that was told of one cell goes on, and nothing shrinks.
    TopicSetup.ensureAndGrow(one, LONG);
    assertThat(partitions(three, three.topics().log())).isEqualTo(3);
  }

  @Test
  void shouldKeepTheLogForEverAndCompactCheckpointsAndFunctions() throws Exception {
    KafkaSettings settings = KafkaFixture.freshFleet(1);
    Config log = config(settings, settings.topics().log());
    assertThat(value(log, "retention.ms")).isEqualTo("-1");
    assertThat(value(log, "retention.bytes")).isEqualTo("-1");
    assertThat(value(log, "cleanup.policy")).isEqualTo("delete");
    assertThat(value(log, "message.timestamp.type")).isEqualTo("LogAppendTime");
    assertThat(value(log, "unclean.leader.election.enable")).isEqualTo("false");
    Config checkpoints = config(settings, settings.topics().checkpoints());
    assertThat(value(checkpoints, "cleanup.policy")).isEqualTo("compact");
    Config functions = config(settings, settings.topics().functions());
    assertThat(value(functions, "cleanup.policy")).isEqualTo("compact");
    assertThat(value(config(settings, settings.topics().receipts()), "retention.ms"))
        .isEqualTo("604800000");
    assertThat(value(config(settings, settings.topics().heartbeats()), "retention.ms"))
        .isEqualTo("300000");
  }

  @Test
  void shouldRefuseATopicWithTooFewPartitions() throws Exception {
    KafkaSettings settings = KafkaFixture.freshFleetWithoutTopics(2);
    create(settings, settings.topics().requests(), 1, Map.of());
    assertThatThrownBy(() -> TopicSetup.ensure(settings, LONG))
        .isInstanceOf(TopicMismatchException.class)
        .hasMessageContaining("requests: 1 partitions (expected: at least 2)");
  }

  @Test
  void shouldRefuseALogThatForgets() throws Exception {
    KafkaSettings settings = KafkaFixture.freshFleetWithoutTopics(1);
    create(
        settings,
        settings.topics().log(),
        1,
        Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "604800000"));
    assertThatThrownBy(() -> TopicSetup.ensure(settings, LONG))
        .isInstanceOf(TopicMismatchException.class)
        .hasMessageContaining("log: retention.ms is 604800000 (expected: -1)");
  }

  @Test
  void shouldSayWhenKafkaIsOutOfReach() {
    KafkaSettings nowhere = KafkaSettings.local("127.0.0.1:1", new Topics("t", 1), "test");
    assertThatThrownBy(() -> TopicSetup.ensure(nowhere, Duration.ofMillis(300)))
        .isInstanceOf(KafkaUnreachableException.class)
        .hasMessageContaining("127.0.0.1:1");
  }

  @Test
  void shouldAskTwoOfThreeCopiesForAnAcknowledgement() {
    KafkaSettings cluster =
        new KafkaSettings("kafka:9092", new Topics("t", 1), "test", 3, Map.of());
    List<String> durable = new ArrayList<>();
    for (TopicPlan plan : TopicPlan.of(cluster)) {
      if ("2".equals(plan.required().get("min.insync.replicas"))) {
        durable.add(plan.name());
      }
    }
    assertThat(durable)
        .containsExactlyInAnyOrder(
            "t.log",
            "t.requests",
            "t.reports",
            "t.checkpoints",
            "t.functions",
            "t.invocations",
            "t.receipts",
            "t.dead-letters");
  }

  private static void create(
      KafkaSettings settings, String topic, int partitions, Map<String, String> configs)
      throws Exception {
    try (Admin admin = admin(settings)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, Optional.of(partitions), Optional.of((short) 1))
                      .configs(configs)))
          .all()
          .get();
    }
  }

  private static Config config(KafkaSettings settings, String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = admin(settings)) {
      return requireNonNull(admin.describeConfigs(List.of(resource)).all().get().get(resource));
    }
  }

  private static int partitions(KafkaSettings settings, String topic) throws Exception {
    try (Admin admin = admin(settings)) {
      var found = admin.describeTopics(List.of(topic)).allTopicNames().get();
      return requireNonNull(found.get(topic)).partitions().size();
    }
  }

  private static String value(Config config, String name) {
    return config.get(name).value();
  }

  private static Admin admin(KafkaSettings settings) {
    return Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()));
  }
}
