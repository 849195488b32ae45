package dev.skiff.contracts.invocation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Events in the JSON format of CloudEvents 1.0: data whose content type is JSON, or not said,
/// stands in `data` as the JSON value that it is, other text as a string, and all else in
/// `data_base64`. What was written is read as the same event again, but for the spelling of JSON
/// data.
public final class EventJson {
  private static final String DATA = "data";
  private static final String DATA_BASE64 = "data_base64";
  private static final String CONTENT_TYPE = "datacontenttype";
  private static final Set<String> NO_ATTRIBUTES = Set.of(DATA, DATA_BASE64);
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private EventJson() {}

  public static String write(Event event) {
    ObjectNode node = JSON.createObjectNode();
    event.attributes().forEach(node::put);
    Payload data = event.data();
    String text = data.text();
    if (text != null && text.isEmpty()) {
      return node.toString();
    }
    if (text != null && !isJson(event.attributes())) {
      return node.put(DATA, text).toString();
    }
    JsonNode value = text == null ? null : value(text);
    return value == null
        ? node.put(DATA_BASE64, data.bytes()).toString()
        : node.set(DATA, value).toString();
  }

  /// @throws IllegalArgumentException with a sentence when it is no event
  public static Event read(byte[] json) {
    JsonNode node;
    try {
      node = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("is no JSON: " + e.getMessage(), e);
    }
    if (!node.isObject()) {
      throw new IllegalArgumentException("is no JSON object (expected: a CloudEvent)");
    }
    Map<String, String> attributes = new TreeMap<>();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (!NO_ATTRIBUTES.contains(member.getKey()) && !member.getValue().isNull()) {
        attributes.put(member.getKey(), text(member.getKey(), member.getValue()));
      }
    }
    return new Event(attributes, Payload.of(data(node, attributes)));
  }

  /// Whether data of this content type is JSON; it is when nothing is said.
  private static boolean isJson(Map<String, String> attributes) {
    String type = attributes.getOrDefault(CONTENT_TYPE, "").toLowerCase(Locale.ROOT);
    String plain = type.split(";", 2)[0].strip();
    return plain.isEmpty() || plain.endsWith("/json") || plain.endsWith("+json");
  }

  private static String text(String name, JsonNode value) {
    if (!value.isValueNode()) {
      throw new IllegalArgumentException(name + ": (expected: a text, a number or a boolean)");
    }
    return value.asText();
  }

  private static byte[] data(JsonNode event, Map<String, String> attributes) {
    try {
      if (event.hasNonNull(DATA_BASE64)) {
        return event.get(DATA_BASE64).binaryValue();
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(DATA_BASE64 + ": is no base64", e);
    }
    JsonNode data = event.path(DATA);
    if (data.isMissingNode()) {
      return new byte[0];
    }
    try {
      return data.isTextual() && !isJson(attributes)
          ? data.asText().getBytes(StandardCharsets.UTF_8)
          : JSON.writeValueAsBytes(data);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Null when it says that it is JSON and is not.
  private static @Nullable JsonNode value(String text) {
    try {
      JsonNode value = JSON.readTree(text);
      return value.isMissingNode() ? null : value;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
