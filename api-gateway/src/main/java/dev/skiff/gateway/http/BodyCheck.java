package dev.skiff.gateway.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.gateway.manifest.FieldError;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.resource.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.List;
import java.util.function.Function;

/// Checks a JSON body against its schema in the OpenAPI document. The document decides; who knows
/// the body better may explain the refusal.
final class BodyCheck {
  private final OpenAPIContract contract;
  private final JsonSchema schema;
  private final ProblemCode code;
  private final Function<JsonNode, List<FieldError>> explanation;

  /// @param explanation finds what is wrong with a body; where it finds nothing, the schema's own
  ///   words are used
  BodyCheck(
      OpenAPIContract contract,
      Operation operation,
      ProblemCode code,
      Function<JsonNode, List<FieldError>> explanation) {
    this.contract = contract;
    MediaType json = operation.getRequestBody().getContent().get("application/json");
    if (json == null) {
      throw new IllegalStateException(operation.getOperationId() + ": takes no JSON");
    }
    this.schema = json.getSchema();
    this.code = code;
    this.explanation = explanation;
  }

  JsonNode check(byte[] body) {
    JsonNode json = parse(body);
    if (!json.isObject()) {
      throw Problem.fields(
          code, List.of(new FieldError("#", json.getNodeType() + " (expected: an object)")));
    }
    Validator validator = contract.getSchemaRepository().validator(schema);
    OutputUnit result = validator.validate(new JsonObject(Buffer.buffer(body)));
    if (!Boolean.TRUE.equals(result.getValid())) {
      List<FieldError> errors = explanation.apply(json);
      throw Problem.fields(code, errors.isEmpty() ? fromSchema(result) : errors);
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

  private static List<FieldError> fromSchema(OutputUnit result) {
    List<OutputUnit> units = result.getErrors() == null ? List.of() : result.getErrors();
    int deepest =
        units.stream().mapToInt(unit -> unit.getInstanceLocation().length()).max().orElse(0);
    List<FieldError> errors =
        units.stream()
            .filter(unit -> unit.getInstanceLocation().length() == deepest)
            .map(unit -> new FieldError(unit.getInstanceLocation(), unit.getError()))
            .distinct()
            .toList();
    return errors.isEmpty() ? List.of(new FieldError("#", "does not fit the schema")) : errors;
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
