package dev.skiff.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// A host as the API shows it.
public record Host(JsonNode json) {
  public String id() {
    return json.path("metadata").path("id").asText("");
  }

  public String state() {
    return status("state");
  }

  /// A field of its status, as text.
  public String status(String field) {
    return json.path("status").path(field).asText("");
  }

  /// Microseconds since the epoch; 0 when unknown.
  public long joined() {
    return Times.micros(json.path("status").path("joined"));
  }

  /// What its VMs hold and what it may promise, such as `1.5/4`.
  ///
  /// @param resource `cpus`, `memory`, `disk` or `vms`
  public String usage(String resource) {
    JsonNode status = json.path("status");
    return status.path("used").path(resource).asText("?")
        + "/"
        + status.path("promisable").path(resource).asText("?");
  }

  public List<String> labels() {
    List<String> labels = new ArrayList<>();
    json.path("metadata")
        .path("labels")
        .properties()
        .forEach(label -> labels.add(label.getKey() + "=" + label.getValue().asText()));
    return labels;
  }
}
