package dev.skiff.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;

/// How a VM ended.
public record Exit(JsonNode json) {
  /// Empty when its command never ran, or nobody saw its end.
  public OptionalInt code() {
    JsonNode code = json.path("code");
    return code.isInt() ? OptionalInt.of(code.intValue()) : OptionalInt.empty();
  }

  /// A stable code; empty for a command that ran and ended by itself.
  public String failure() {
    return json.path("failure").asText("");
  }

  /// A sentence; may be empty.
  public String detail() {
    return json.path("detail").asText("");
  }

  /// Whether the guest's kernel killed it for lack of memory.
  public boolean outOfMemory() {
    return json.path("oom").asBoolean(false);
  }

  String text() {
    String text = code().isPresent() ? Integer.toString(code().getAsInt()) : failure();
    return outOfMemory() ? text + " (out of memory)" : text;
  }
}
