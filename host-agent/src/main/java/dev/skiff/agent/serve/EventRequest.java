package dev.skiff.agent.serve;

import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.EventJson;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/// A CloudEvent in the JSON format as a request in binary mode: attributes are headers, the data is
/// the body (CloudEvents 1.0, HTTP protocol binding 3.1).
final class EventRequest {
  private static final String CONTENT_TYPE = "datacontenttype";
  private static final String DEFAULT_TYPE = "application/json";

  private EventRequest() {}

  /// @throws IllegalArgumentException when the event is none
  static FullHttpRequest of(byte[] json, int port) {
    Event event = EventJson.read(json);
    byte[] body = event.data().bytes();
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(body));
    request
        .headers()
        .set(HttpHeaderNames.HOST, "localhost:" + port)
        .set(HttpHeaderNames.CONNECTION, "close")
        .set(
            HttpHeaderNames.CONTENT_TYPE,
            encode(event.attributes().getOrDefault(CONTENT_TYPE, DEFAULT_TYPE)))
        .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    event
        .attributes()
        .forEach((name, value) -> {
          if (!name.equals(CONTENT_TYPE)) {
            request.headers().set("ce-" + name, encode(value));
          }
        });
    return request;
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
