package dev.skiff.dispatcher.app;

import dev.skiff.kafka.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/// The first partition of any topic, read as its users would.
final class TopicContents implements AutoCloseable {
  record Entry(String value, Map<String, String> headers) {}

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaConsumer<String, String> consumer;
  private Iterator<ConsumerRecord<String, String>> fetched =
      List.<ConsumerRecord<String, String>>of().iterator();

  private TopicContents(KafkaConsumer<String, String> consumer) {
    this.consumer = consumer;
  }

  static TopicContents of(KafkaSettings kafka, String topic) {
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.assign(List.of(new TopicPartition(topic, 0)));
    consumer.seekToBeginning(List.of());
    return new TopicContents(consumer);
  }

  Entry next() {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (!fetched.hasNext()) {
      if (System.nanoTime() - giveUp > 0) {
        throw new AssertionError("no record within " + PATIENCE);
      }
      fetched = consumer.poll(Duration.ofMillis(200)).iterator();
    }
    ConsumerRecord<String, String> record = fetched.next();
    Map<String, String> headers = new HashMap<>();
    record
        .headers()
        .forEach(header ->
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    return new Entry(record.value(), headers);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
