package dev.skiff.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  private static final TopicPartition PARTITION = new TopicPartition("ships", 0);

  @TempDir Path folder;

  @Test
  void shouldKeepItsTopicsPortAndRecordsOverARestart() throws Exception {
    Path data = folder.resolve("kafka");
    int port;
    try (EmbeddedBroker first = EmbeddedBroker.start(data, 0)) {
      port = first.port();
      create(first);
      send(first, "skiff");
    }
    try (EmbeddedBroker second = EmbeddedBroker.start(data, port)) {
      assertThat(second.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
      send(second, "dinghy");
      assertThat(read(second, 2)).containsExactly("skiff", "dinghy");
      assertThat(second.fault()).isNull();
    }
  }

  @Test
  void shouldStartFromFilesThatNobodyClosed() throws Exception {
    Path copy = folder.resolve("copy");
    try (EmbeddedBroker running = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
      create(running);
      send(running, "skiff");
      copyAsACrashWouldLeaveIt(folder.resolve("kafka"), copy);
    }
    try (EmbeddedBroker recovered = EmbeddedBroker.start(copy, 0)) {
      assertThat(read(recovered, 1)).containsExactly("skiff");
    }
  }

  @Test
  void shouldSayWhichPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThatThrownBy(() -> EmbeddedBroker.start(folder.resolve("kafka"), taken.getLocalPort()))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("port: " + taken.getLocalPort() + " is in use");
    }
  }

  @Test
  void shouldRefuseAFolderOfSomethingElse() throws Exception {
    Files.writeString(folder.resolve("diary.txt"), "dear diary");
    assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("not a Kafka data folder");
    assertThat(folder.resolve("diary.txt")).hasContent("dear diary");
  }

  @Test
  void shouldStartOverWhenFormattingWasInterrupted() throws Exception {
    Path data = folder.resolve("kafka");
    Path half = Files.createDirectories(folder.resolve("kafka.formatting"));
    Files.writeString(half.resolve("meta.properties"), "version=1");
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      create(broker);
      send(broker, "skiff");
      assertThat(read(broker, 1)).containsExactly("skiff");
    }
  }

  private static void create(EmbeddedBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(new NewTopic(PARTITION.topic(), Optional.of(1), Optional.of((short) 1))))
          .all()
          .get();
    }
  }

  private static void send(EmbeddedBroker broker, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(PARTITION.topic(), value)).get();
    }
  }

  private static List<String> read(EmbeddedBroker broker, int count) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      List<String> values = new java.util.ArrayList<>();
      long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (values.size() < count && System.nanoTime() < giveUp) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }

  /// A copy taken while the broker runs has what a killed process leaves: files without a mark of a
  /// clean end.
  private static void copyAsACrashWouldLeaveIt(Path from, Path to) throws Exception {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
