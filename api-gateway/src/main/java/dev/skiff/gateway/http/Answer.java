package dev.skiff.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.resource.Json;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;

/// A whole HTTP response.
///
/// @param body empty for none
public record Answer(int status, Map<String, String> headers, Buffer body) {
  private static final String CONTENT_TYPE = "Content-Type";

  public Answer {
    headers = Map.copyOf(headers);
  }

  public static Answer json(int status, ObjectNode body) {
    return new Answer(
        status, Map.of(CONTENT_TYPE, "application/json"), Buffer.buffer(Json.write(body)));
  }

  public static Answer text(int status, String contentType, String body) {
    return new Answer(
        status, Map.of(CONTENT_TYPE, contentType), Buffer.buffer(body.getBytes(UTF_8)));
  }

  public static Answer empty(int status) {
    return new Answer(status, Map.of(), Buffer.buffer());
  }

  public static Answer problem(Problem problem) {
    return problem(problem, problem.toJson());
  }

  /// @param body the problem with members of its own
  public static Answer problem(Problem problem, ObjectNode body) {
    Map<String, String> headers = new HashMap<>(problem.headers());
    headers.put(CONTENT_TYPE, "application/problem+json");
    headers.put("Cache-Control", "no-store");
    return new Answer(problem.status(), headers, Buffer.buffer(Json.write(body)));
  }

  public Answer with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body);
  }
}
