package dev.skiff.dispatcher.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.Payload;
import java.util.Locale;

/// An event in the JSON format of CloudEvents 1.0, as agents take it.
final class CloudEventJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CloudEventJson() {}

  static String of(Event event) {
    ObjectNode node = JSON.createObjectNode();
    event.attributes().forEach(node::put);
    Payload data = event.data();
    String text = data.text();
    if (text == null) {
      return node.put("data_base64", data.base64()).toString();
    }
    if (text.isEmpty()) {
      return node.toString();
    }
    if (isJson(event.attributes().getOrDefault("datacontenttype", ""))) {
      try {
        JsonNode value = JSON.readTree(text);
        if (!value.isMissingNode()) {
          return node.set("data", value).toString();
        }
      } catch (JsonProcessingException e) {
        // It says that it is JSON and is not: it goes on as the text that it is.
      }
    }
    return node.put("data", text).toString();
  }

  private static boolean isJson(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
    return type.isEmpty() || type.equals("application/json") || type.endsWith("+json");
  }
}
