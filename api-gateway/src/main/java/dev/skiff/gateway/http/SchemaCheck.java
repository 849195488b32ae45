package dev.skiff.gateway.http;

import dev.skiff.gateway.manifest.FieldError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.List;

/// The schema that the OpenAPI document has for an operation's JSON body.
final class SchemaCheck {
  private final OpenAPIContract contract;
  private final JsonSchema schema;

  SchemaCheck(OpenAPIContract contract, Operation operation) {
    this.contract = contract;
    MediaType json = operation.getRequestBody().getContent().get("application/json");
    if (json == null) {
      throw new IllegalStateException(operation.getOperationId() + ": takes no JSON");
    }
    this.schema = json.getSchema();
  }

  /// What does not fit, in the schema's words; nothing when all does.
  ///
  /// @param body a JSON object
  List<FieldError> errors(byte[] body) {
    Validator validator = contract.getSchemaRepository().validator(schema);
    OutputUnit result = validator.validate(new JsonObject(Buffer.buffer(body)));
    return Boolean.TRUE.equals(result.getValid()) ? List.of() : fromSchema(result);
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
}
