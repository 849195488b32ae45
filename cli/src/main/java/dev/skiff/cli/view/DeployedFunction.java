package dev.skiff.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// A function as the API shows it.
public record DeployedFunction(JsonNode json) {
  public String name() {
    return json.path("metadata").path("name").asText("");
  }

  public String namespace() {
    return json.path("metadata").path("namespace").asText("");
  }

  public String image() {
    return spec().path("vm").path("image").asText("");
  }

  public JsonNode spec() {
    return json.path("spec");
  }

  public String version() {
    return status().path("version").asText("");
  }

  /// Microseconds since the epoch; 0 when it does not say.
  public long deployed() {
    return Times.micros(status().path("deployed"));
  }

  public JsonNode status() {
    return json.path("status");
  }

  /// What invokes it besides HTTP, a few words each.
  public List<String> triggers() {
    List<String> triggers = new ArrayList<>();
    for (JsonNode trigger : spec().path("triggers")) {
      if (trigger.has("topic")) {
        triggers.add("topic " + trigger.path("topic").path("topic").asText(""));
      } else if (trigger.has("cron")) {
        triggers.add("cron " + trigger.path("cron").path("schedule").asText(""));
      } else {
        triggers.add("events");
      }
    }
    return triggers;
  }
}
