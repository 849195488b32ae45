package dev.skiff.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.skiff.gateway.problem.ParameterError;
import dev.skiff.gateway.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request whose parameters fit the OpenAPI document.
public final class Call {
  private final Map<String, Object> parameters;
  private final JsonNode body;
  private final String uri;
  private final byte[] bytes;
  private final Map<String, String> headers;

  private Call(
      Map<String, Object> parameters,
      JsonNode body,
      String uri,
      byte[] bytes,
      Map<String, String> headers) {
    this.parameters = Map.copyOf(parameters);
    this.body = body;
    this.uri = uri;
    this.bytes = bytes;
    this.headers = Map.copyOf(headers);
  }

  Call withBody(JsonNode json) {
    return new Call(parameters, json, uri, bytes, headers);
  }

  /// @param names of headers in lower case
  Call withBytes(byte[] whole, Map<String, String> names) {
    return new Call(parameters, body, uri, whole, names);
  }

  static Call of(Map<String, Object> parameters, String uri) {
    return new Call(parameters, MissingNode.getInstance(), uri, new byte[0], Map.of());
  }

  /// Path and query as they were asked for.
  public String uri() {
    return uri;
  }

  /// Only of operations that take a JSON body.
  public JsonNode body() {
    return body;
  }

  /// The body as it came. Only of operations that take bytes.
  public byte[] bytes() {
    return bytes;
  }

  /// `content-type` and whatever begins with `ce-`, with their names in lower case. Only of
  /// operations that take bytes.
  public Map<String, String> headers() {
    return headers;
  }

  /// A parameter's value or default; null when it has neither.
  public @Nullable String text(String name) {
    Object value = parameters.get(name);
    return value == null ? null : value.toString();
  }

  /// A parameter that is required or has a default.
  public String required(String name) {
    String value = text(name);
    if (value == null) {
      throw new IllegalStateException("the document gives " + name + " no default");
    }
    return value;
  }

  public int integer(String name) {
    return Math.toIntExact((Long) parameters.getOrDefault(name, 0L));
  }

  public boolean flag(String name) {
    return Boolean.TRUE.equals(parameters.get(name));
  }

  /// A duration such as `30s`, at most so long.
  public Duration duration(String name, Duration most) {
    String text = required(name);
    int unit = 0;
    while (unit < text.length() && Character.isDigit(text.charAt(unit))) {
      unit++;
    }
    long amount = Long.parseLong(text.substring(0, unit));
    Duration duration =
        switch (text.substring(unit)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> throw refused(name, text, "a duration such as 30s");
        };
    if (duration.compareTo(most) > 0) {
      throw refused(name, text, "at most " + most.toSeconds() + "s");
    }
    return duration;
  }

  public static Problem refused(String name, String found, String expected) {
    return Problem.parameters(
        List.of(new ParameterError(name, "\"%s\" (expected: %s)".formatted(found, expected))));
  }
}
