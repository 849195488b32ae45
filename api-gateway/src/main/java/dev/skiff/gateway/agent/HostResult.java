package dev.skiff.gateway.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.state.Host;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.resource.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one host answered to something that every host was asked.
///
/// @param status HTTP status; 0 when it could not be reached
/// @param body its answer; null when it failed
/// @param code stable, of a failure; empty when it did as asked
/// @param detail a sentence about a failure
record HostResult(Host host, int status, @Nullable JsonNode body, String code, String detail) {
  static HostResult ok(Host host, int status, JsonNode body) {
    return new HostResult(host, status, body, "", "");
  }

  static HostResult refused(Host host, int status, String code, String detail) {
    return new HostResult(host, status, null, code, detail);
  }

  static HostResult failed(Host host, Throwable failure) {
    return failure instanceof Problem problem
        ? refused(host, 0, problem.code().code(), problem.detail())
        : refused(
            host,
            0,
            ProblemCode.AGENT_UNREACHABLE.code(),
            AgentClient.unreachable(host, failure).detail());
  }

  boolean succeeded() {
    return code.isEmpty();
  }

  ObjectNode toJson() {
    ObjectNode node = Json.object().put("host", host.id().value()).put("ok", succeeded());
    if (body != null && body.hasNonNull("digest")) {
      node.put("digest", body.get("digest").asText());
      node.put("name", firstName(body));
    }
    if (!succeeded()) {
      node.put("code", code).put("detail", detail);
    }
    return node;
  }

  static ObjectNode toJson(List<HostResult> results) {
    ObjectNode node = Json.object();
    results.stream()
        .map(HostResult::body)
        .filter(body -> body != null && body.hasNonNull("digest"))
        .findFirst()
        .ifPresent(
            body -> node.put("name", firstName(body)).put("digest", body.get("digest").asText()));
    var list = node.putArray("results");
    results.forEach(result -> list.add(result.toJson()));
    return node;
  }

  private static String firstName(JsonNode image) {
    JsonNode names = image.path("names");
    return names.isEmpty() ? image.path("digest").asText() : names.get(0).asText();
  }
}
