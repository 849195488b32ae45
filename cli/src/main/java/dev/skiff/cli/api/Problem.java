package dev.skiff.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A refusal by the API (RFC 9457).
///
/// @param status of HTTP
/// @param code the stable kebab-case name of what went wrong; empty when something other than Skiff
///   answered
/// @param title what kind of thing went wrong
/// @param detail what went wrong this time; may be empty
/// @param errors each field that is wrong
public record Problem(
    int status, String code, String title, String detail, List<FieldError> errors) {
  /// @param where JSON pointer into what was sent, or the name of a parameter; may be empty
  /// @param detail what is wrong there
  public record FieldError(String where, String detail) {}

  /// @param body of the answer, JSON or not
  static Problem parse(int status, byte[] body) {
    try {
      return of(status, new JsonMapper().readTree(body));
    } catch (IOException e) {
      String text = new String(body, StandardCharsets.UTF_8).lines().findFirst().orElse("");
      return new Problem(status, "", "HTTP " + status, text, List.of());
    }
  }

  private static Problem of(int status, JsonNode body) {
    List<FieldError> errors = new ArrayList<>();
    for (JsonNode error : body.path("errors")) {
      String where = error.path("pointer").asText(error.path("parameter").asText(""));
      errors.add(new FieldError(where, error.path("detail").asText("")));
    }
    return new Problem(
        status,
        body.path("code").asText(""),
        body.path("title").asText("HTTP " + status),
        body.path("detail").asText(""),
        List.copyOf(errors));
  }

  /// The problem in a line.
  public String sentence() {
    return detail.isEmpty() ? title : title + ": " + detail;
  }
}
