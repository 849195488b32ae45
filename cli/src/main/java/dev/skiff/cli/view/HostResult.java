package dev.skiff.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// What one host said when all were asked.
public record HostResult(JsonNode json) {
  /// The results of an answer.
  public static List<HostResult> of(JsonNode list) {
    List<HostResult> results = new ArrayList<>();
    list.forEach(result -> results.add(new HostResult(result)));
    return results;
  }

  public String host() {
    return json.path("host").asText("");
  }

  public boolean ok() {
    return json.path("ok").asBoolean(false);
  }

  /// The image's name there; may be empty.
  public String name() {
    return json.path("name").asText("");
  }

  /// The image's digest there; may be empty.
  public String digest() {
    return json.path("digest").asText("");
  }

  /// Why not: a stable code.
  public String code() {
    return json.path("code").asText("");
  }

  /// Why not: a sentence.
  public String detail() {
    return json.path("detail").asText("");
  }
}
