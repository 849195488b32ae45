package dev.skiff.gateway.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.contracts.state.Host;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.resource.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/// Turns an agent's refusal into the gateway's. Codes that users know pass with their sentence;
/// anything else is the agent's fault, not the client's.
final class AgentProblems {
  private AgentProblems() {}

  static Problem of(Host host, int status, Buffer body) {
    String code = field(body, "code", "");
    String detail = "host %s: %s".formatted(host.id(), field(body, "detail", "status " + status));
    return switch (code) {
      case "vm-not-found", "image-not-found" -> Problem.of(ProblemCode.NOT_FOUND, detail);
      case "bad-request", "invalid-reference" -> Problem.of(ProblemCode.BAD_REQUEST, detail);
      default -> Problem.of(known(code), detail);
    };
  }

  private static ProblemCode known(String code) {
    return Arrays.stream(ProblemCode.values())
        .filter(known -> known.code().equals(code))
        .filter(known -> known != ProblemCode.UNAUTHORIZED && known != ProblemCode.INTERNAL)
        .findFirst()
        .orElse(ProblemCode.AGENT_FAILED);
  }

  static String field(Buffer body, String name, String otherwise) {
    try {
      JsonNode value = Json.read(body.getBytes()).get(name);
      return value == null || !value.isTextual() ? otherwise : value.textValue();
    } catch (JsonProcessingException notJson) {
      return otherwise;
    }
  }
}
