package dev.skiff.agent.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/// A CloudEvent in the JSON format as a request in binary mode: attributes are headers, the data is
/// the body (CloudEvents 1.0, HTTP protocol binding 3.1).
final class EventRequest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTENT_TYPE = "datacontenttype";
  private static final String DEFAULT_TYPE = "application/json";

  private EventRequest() {}

  /// @throws IllegalArgumentException when the event is none
  static FullHttpRequest of(byte[] event, int port) {
    try {
      JsonNode members = JSON.readTree(event);
      if (members == null || !members.isObject()) {
        throw new IllegalArgumentException("event: (expected: a JSON object)");
      }
      String type = members.path(CONTENT_TYPE).asText(DEFAULT_TYPE);
      byte[] body = data(members, type);
      FullHttpRequest request =
          new DefaultFullHttpRequest(
              HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(body));
      request
          .headers()
          .set(HttpHeaderNames.HOST, "localhost:" + port)
          .set(HttpHeaderNames.CONNECTION, "close")
          .set(HttpHeaderNames.CONTENT_TYPE, encode(type))
          .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
      for (Map.Entry<String, JsonNode> member : members.properties()) {
        String name = member.getKey();
        if (!name.equals(CONTENT_TYPE) && !name.equals("data") && !name.equals("data_base64")) {
          request.headers().set("ce-" + name, encode(member.getValue().asText()));
        }
      }
      return request;
    } catch (IOException e) {
      throw new IllegalArgumentException("event: " + e.getMessage(), e);
    }
  }

  private static byte[] data(JsonNode event, String type) throws IOException {
    if (event.has("data_base64")) {
      return event.path("data_base64").binaryValue();
    }
    if (!event.has("data")) {
      return new byte[0];
    }
    JsonNode data = event.path("data");
    return data.isTextual() && !isJson(type)
        ? data.asText().getBytes(StandardCharsets.UTF_8)
        : json(data);
  }

  private static byte[] json(JsonNode data) throws JsonProcessingException {
    return JSON.writeValueAsBytes(data);
  }

  private static boolean isJson(String type) {
    String plain = type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
    return plain.endsWith("/json") || plain.endsWith("+json");
  }

  /// Header values hold printable ASCII; the rest is percent-encoded, as the binding says.
  private static String encode(String value) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      if (b < ' ' || b > '~' || b == '"' || b == '%') {
        encoded.append('%').append("%02X".formatted(b & 0xff));
      } else {
        encoded.append((char) b);
      }
    }
    return encoded.toString();
  }
}
