package dev.skiff.gateway.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.gateway.manifest.FieldError;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.resource.Json;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a JSON body and checks it against its schema in the OpenAPI document.
final class BodyCheck {
  private final @Nullable SchemaCheck schema;
  private final ProblemCode code;

  private BodyCheck(@Nullable SchemaCheck schema, ProblemCode code) {
    this.schema = schema;
    this.code = code;
  }

  /// Of an operation whose body nobody else checks.
  static BodyCheck of(OpenAPIContract contract, Operation operation) {
    return new BodyCheck(new SchemaCheck(contract, operation), ProblemCode.INVALID_REQUEST);
  }

  /// Of an operation whose endpoint checks the body with a parser of manifests.
  static BodyCheck ofManifest() {
    return new BodyCheck(null, ProblemCode.INVALID_MANIFEST);
  }

  /// @throws Problem when it is no JSON object, or one that does not fit
  JsonNode check(byte[] body) {
    JsonNode json = parse(body);
    if (!json.isObject()) {
      throw Problem.fields(
          code, List.of(new FieldError("#", json.getNodeType() + " (expected: an object)")));
    }
    if (schema != null) {
      List<FieldError> errors = schema.errors(body);
      if (!errors.isEmpty()) {
        throw Problem.fields(code, errors);
      }
    }
    return json;
  }

  private static JsonNode parse(byte[] body) {
    try {
      JsonNode json = Json.read(body);
      if (json.isMissingNode()) {
        throw Problem.of(ProblemCode.MALFORMED_JSON, "the body is empty (expected: a JSON object)");
      }
      return json;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
      throw Problem.of(ProblemCode.MALFORMED_JSON, where + firstLine(e.getOriginalMessage()));
    }
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
