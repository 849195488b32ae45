package dev.skiff.kafka;

import dev.skiff.contracts.invocation.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Writes CloudEvents to topics that are not Skiff's own, in Kafka's binary mode: attributes as
/// headers `ce_...`, the data as the value. Safe for concurrent use.
public final class EventWriter implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;
  private static final String CONTENT_TYPE = "datacontenttype";

  private final KafkaProducer<byte[], byte[]> producer;

  private EventWriter(KafkaProducer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  public static EventWriter open(KafkaSettings settings) {
    Map<String, Object> properties = new HashMap<>(settings.producer(WriterTuning.defaults()));
    // Whoever writes here can wait, for a topic that is only just known, too.
    properties.put("max.block.ms", 5_000);
    return new EventWriter(
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /// Writes an event; its attribute `partitionkey`, if there, is the record's key.
  ///
  /// @param more headers beside those of the attributes
  /// @throws IOException when it is not acknowledged in time; it may be there all the same
  public void write(String topic, Event event, Map<String, String> more)
      throws IOException, InterruptedException {
    try {
      var _ =
          producer
              .send(
                  new ProducerRecord<>(
                      topic, null, key(event), event.data().bytes(), headers(event, more)))
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(topic + ": " + cause.getMessage(), e);
    }
  }

  private static byte @Nullable [] key(Event event) {
    String key = event.attributes().get("partitionkey");
    return key == null ? null : bytes(key);
  }

  private static List<Header> headers(Event event, Map<String, String> more) {
    List<Header> headers = new ArrayList<>();
    event
        .attributes()
        .forEach((name, value) ->
            headers.add(
                new RecordHeader(
                    name.equals(CONTENT_TYPE) ? "content-type" : "ce_" + name, bytes(value))));
    more.forEach((name, value) -> headers.add(new RecordHeader(name, bytes(value))));
    return headers;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Waits for what was sent, for two seconds at most.
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
