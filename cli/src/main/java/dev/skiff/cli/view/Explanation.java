package dev.skiff.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// Why VMs have no host, as the API shows it.
public record Explanation(JsonNode json) {
  /// What keeps hosts from taking a VM.
  ///
  /// @param first hosts that are kept by this before anything else
  /// @param any hosts that are kept by it, whatever else does
  public record Blocker(String reason, int first, int any) {}

  public boolean known() {
    return json.isObject();
  }

  public String reason() {
    return json.path("reason").asText("");
  }

  /// Whether waiting does not help.
  public boolean never() {
    return json.path("never").asBoolean(false);
  }

  /// What would help, at the least cost; empty when nothing is known.
  public String remedy() {
    return json.path("remedy").asText("");
  }

  public List<Blocker> blockers() {
    List<Blocker> blockers = new ArrayList<>();
    for (JsonNode blocker : json.path("blockers")) {
      blockers.add(
          new Blocker(
              blocker.path("reason").asText(""),
              blocker.path("first").asInt(),
              blocker.path("any").asInt()));
    }
    return blockers;
  }
}
