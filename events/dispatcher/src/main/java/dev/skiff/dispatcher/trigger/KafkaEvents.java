package dev.skiff.dispatcher.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.EventJson;
import dev.skiff.contracts.invocation.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// Records of Kafka topics as CloudEvents: in binary mode (headers `ce_...`), in structured mode
/// (the content type begins with `application/cloudevents`), or wrapped, when they are neither.
///
/// A wrapped record has the type `dev.skiff.kafka.record`, the source `/kafka/TOPIC`, the id
/// `TOPIC/PARTITION/OFFSET`, its key as the subject, its timestamp as the time, and the extensions
/// `kafkatopic`, `kafkapartition` and `kafkaoffset`. A value whose content type no header tells is
/// taken for JSON where it is, else for text, else for bytes.
public final class KafkaEvents {
  static final String WRAPPED = "dev.skiff.kafka.record";

  private static final String PREFIX = "ce_";
  private static final String CONTENT_TYPE = "content-type";
  private static final String STRUCTURED = "application/cloudevents";

  /// Characters of all attributes together.
  private static final int MAX_ATTRIBUTES = 32 * 1024;

  private static final int MAX_SUBJECT = 1024;
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private KafkaEvents() {}

  /// @throws IllegalArgumentException with a sentence when it says that it is a CloudEvent and is
  ///   none, or is too large
  public static Event of(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    Map<String, String> headers = headers(record);
    String type = headers.getOrDefault(CONTENT_TYPE, "").toLowerCase(Locale.ROOT);
    if (type.startsWith(STRUCTURED)) {
      return bounded(EventJson.read(value));
    }
    if (value.length > Payload.MAX_BYTES) {
      throw new IllegalArgumentException(
          "%d bytes (expected: at most %d)".formatted(value.length, Payload.MAX_BYTES));
    }
    return headers.keySet().stream().anyMatch(name -> name.startsWith(PREFIX))
        ? bounded(binary(headers, value))
        : wrapped(record, headers, value);
  }

  private static Event bounded(Event event) {
    if (event.data().bytes().length > Payload.MAX_BYTES) {
      throw new IllegalArgumentException(
          "%d bytes of data (expected: at most %d)"
              .formatted(event.data().bytes().length, Payload.MAX_BYTES));
    }
    int characters = 0;
    for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
      characters += attribute.getKey().length() + attribute.getValue().length();
    }
    if (characters > MAX_ATTRIBUTES) {
      throw new IllegalArgumentException(
          "%d characters of attributes (expected: at most %d)"
              .formatted(characters, MAX_ATTRIBUTES));
    }
    return event;
  }

  /// The same as it was read, for keeping when it is no event.
  static Event asItIs(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    byte[] kept =
        value.length > Payload.MAX_BYTES ? Arrays.copyOf(value, Payload.MAX_BYTES) : value;
    return wrapped(record, headers(record), kept);
  }

  /// A record's key as text; in base64 when it is none. Null when it has none.
  static @Nullable String key(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return null;
    }
    Payload key = Payload.of(record.key());
    return key.text() != null ? key.text() : key.base64();
  }

  private static Event binary(Map<String, String> headers, byte[] value) {
    Map<String, String> attributes = new TreeMap<>();
    headers.forEach((name, text) -> {
      if (name.startsWith(PREFIX)) {
        attributes.put(name.substring(PREFIX.length()).toLowerCase(Locale.ROOT), text);
      }
    });
    String contentType = headers.get(CONTENT_TYPE);
    if (contentType != null) {
      attributes.put("datacontenttype", contentType);
    }
    return new Event(attributes, Payload.of(value));
  }

  private static Event wrapped(
      ConsumerRecord<byte[], byte[]> record, Map<String, String> headers, byte[] value) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("type", WRAPPED);
    attributes.put("source", "/kafka/" + record.topic());
    attributes.put("id", "%s/%d/%d".formatted(record.topic(), record.partition(), record.offset()));
    attributes.put("time", Instant.ofEpochMilli(Math.max(0, record.timestamp())).toString());
    attributes.put("kafkatopic", record.topic());
    attributes.put("kafkapartition", Integer.toString(record.partition()));
    attributes.put("kafkaoffset", Long.toString(record.offset()));
    String key = key(record);
    if (key != null && !key.isEmpty() && key.length() <= MAX_SUBJECT) {
      attributes.put("subject", key);
    }
    Payload data = Payload.of(value);
    String contentType = headers.getOrDefault(CONTENT_TYPE, guessed(data));
    if (!contentType.isEmpty() && contentType.length() <= MAX_SUBJECT) {
      attributes.put("datacontenttype", contentType);
    }
    return new Event(attributes, data);
  }

  /// What a record that does not say is taken for, so that JSON arrives as JSON and text as text.
  private static String guessed(Payload data) {
    String text = data.text();
    if (text == null) {
      return "application/octet-stream";
    }
    try {
      JsonNode value = JSON.readTree(text);
      return value.isMissingNode() ? "" : "application/json";
    } catch (JsonProcessingException e) {
      return "text/plain";
    }
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return headers;
  }
}
