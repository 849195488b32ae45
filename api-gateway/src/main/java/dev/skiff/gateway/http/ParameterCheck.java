package dev.skiff.gateway.http;

import dev.skiff.gateway.manifest.NearestName;
import dev.skiff.gateway.problem.ParameterError;
import dev.skiff.gateway.problem.Problem;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks a request's parameters against an operation of the OpenAPI document and finds all that is
/// wrong with them, unknown ones included. Vert.x' own check stops at the first error, decodes a
/// query twice and takes a worker thread for every request.
final class ParameterCheck {
  private final List<CheckedParameter> parameters;
  private final List<String> queryNames;

  ParameterCheck(Operation operation) {
    parameters = operation.getParameters().stream().map(CheckedParameter::of).toList();
    queryNames =
        parameters.stream().filter(CheckedParameter::inQuery).map(CheckedParameter::name).toList();
  }

  Call check(RoutingContext context) {
    List<ParameterError> errors = new ArrayList<>();
    Map<String, Object> values = new HashMap<>();
    for (String given : context.queryParams().names()) {
      if (!queryNames.contains(given)) {
        errors.add(new ParameterError(given, unknown(given)));
      }
    }
    for (CheckedParameter parameter : parameters) {
      Object value = read(parameter, context, errors);
      if (value != null) {
        values.put(parameter.name(), value);
      }
    }
    if (!errors.isEmpty()) {
      throw Problem.parameters(errors);
    }
    return Call.of(values, context.request().uri());
  }

  private static @Nullable Object read(
      CheckedParameter parameter, RoutingContext context, List<ParameterError> errors) {
    List<String> given = given(parameter, context);
    if (given.isEmpty()) {
      if (parameter.required()) {
        errors.add(new ParameterError(parameter.name(), "missing"));
      }
      return parameter.otherwise();
    }
    if (given.size() > 1) {
      errors.add(new ParameterError(parameter.name(), "given " + given.size() + " times"));
      return null;
    }
    try {
      return parameter.parse(given.getFirst());
    } catch (IllegalArgumentException refused) {
      errors.add(new ParameterError(parameter.name(), String.valueOf(refused.getMessage())));
      return null;
    }
  }

  private static List<String> given(CheckedParameter parameter, RoutingContext context) {
    if (parameter.inQuery()) {
      return context.queryParam(parameter.name());
    }
    if (parameter.inHeader()) {
      return context.request().headers().getAll(parameter.name());
    }
    String value = context.pathParam(parameter.name());
    return value == null ? List.of() : List.of(value);
  }

  private String unknown(String given) {
    return NearestName.of(given, queryNames)
        .map(nearest -> "unknown parameter; did you mean \"" + nearest + "\"?")
        .orElse(
            queryNames.isEmpty()
                ? "unknown parameter (there are none here)"
                : "unknown parameter (expected: one of " + String.join(", ", queryNames) + ")");
  }
}
