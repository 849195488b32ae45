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

  public boolean draining() {
    return json.path("status").path("drain").isObject();
  }

  /// Whether all its VMs are gone for a drain.
  public boolean drained() {
    return json.path("status").path("drain").path("done").asBoolean(false);
  }

  /// VMs that were on it when the drain began.
  public int drainVms() {
    return json.path("status").path("drain").path("vms").asInt();
  }

  /// VMs that are still on it.
  public int drainLeft() {
    return json.path("status").path("drain").path("left").asInt();
  }

  /// Microseconds since the epoch; 0 for none.
  public long drainDeadline() {
    return Times.micros(json.path("status").path("drain").path("deadline"));
  }

  /// References, most recently used first.
  public List<String> images() {
    List<String> images = new ArrayList<>();
    json.path("status").path("images").forEach(image -> images.add(image.asText()));
    return images;
  }
}
