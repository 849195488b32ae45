package dev.skiff.gateway.problem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.gateway.manifest.FieldError;
import dev.skiff.gateway.resource.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One occurrence of a problem. Throwing is how the code behind a route refuses a request; the
/// exception carries no stack trace because it is an answer, not a fault.
public final class Problem extends RuntimeException {
  private final int status;
  private final ProblemCode code;
  private final transient List<FieldError> fields;
  private final transient List<ParameterError> parameters;
  private final transient Map<String, String> headers;

  private Problem(
      int status,
      ProblemCode code,
      String detail,
      List<FieldError> fields,
      List<ParameterError> parameters,
      Map<String, String> headers) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.fields = List.copyOf(fields);
    this.parameters = List.copyOf(parameters);
    this.headers = Map.copyOf(headers);
  }

  /// @param detail a sentence that says what to do about it
  public static Problem of(ProblemCode code, String detail) {
    return new Problem(code.status(), code, detail, List.of(), List.of(), Map.of());
  }

  public static Problem fields(ProblemCode code, List<FieldError> errors) {
    String detail = errors.size() + (errors.size() == 1 ? " field is" : " fields are") + " wrong";
    return new Problem(code.status(), code, detail, errors, List.of(), Map.of());
  }

  public static Problem parameters(List<ParameterError> errors) {
    String detail = "%s: %s".formatted(errors.getFirst().parameter(), errors.getFirst().detail());
    ProblemCode code = ProblemCode.INVALID_REQUEST;
    return new Problem(code.status(), code, detail, List.of(), errors, Map.of());
  }

  /// The same, to be tried again after a while.
  public Problem retryAfter(int seconds) {
    return with("Retry-After", Integer.toString(seconds));
  }

  /// The same in other words.
  public Problem saying(String otherDetail) {
    return new Problem(status, code, otherDetail, fields, parameters, headers);
  }

  public Problem with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Problem(status, code, detail(), fields, parameters, more);
  }

  public int status() {
    return status;
  }

  public ProblemCode code() {
    return code;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public Map<String, String> headers() {
    return headers;
  }

  public ObjectNode toJson() {
    ObjectNode node =
        Json.object()
            .put("type", "urn:skiff:problem:" + code.code())
            .put("title", code.title())
            .put("status", status)
            .put("code", code.code())
            .put("detail", detail());
    if (!fields.isEmpty() || !parameters.isEmpty()) {
      var errors = node.putArray("errors");
      for (FieldError error : fields) {
        errors.addObject().put("pointer", error.pointer()).put("detail", error.detail());
      }
      for (ParameterError error : parameters) {
        errors.addObject().put("parameter", error.parameter()).put("detail", error.detail());
      }
    }
    return node;
  }
}
