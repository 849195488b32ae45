package dev.skiff.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A job as the API shows it.
public record Job(JsonNode json) {
  private static final Set<String> OVER = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

  /// VMs that wait for the same reason.
  public record Waiting(int first, int count, String reason) {}

  public String id() {
    return json.path("metadata").path("id").asText("");
  }

  /// Empty when it has none.
  public String name() {
    String name = json.path("metadata").path("name").asText("");
    return name.equals(id()) ? "" : name;
  }

  public String namespace() {
    return json.path("metadata").path("namespace").asText("");
  }

  public String image() {
    return json.path("spec").path("vm").path("image").asText("");
  }

  public int count() {
    return json.path("spec").path("count").asInt(1);
  }

  public String state() {
    return json.path("status").path("state").asText("");
  }

  public boolean over() {
    return OVER.contains(state());
  }

  public boolean succeeded() {
    return state().equals("SUCCEEDED");
  }

  /// Of its spec.
  public int generation() {
    return json.path("status").path("generation").asInt(1);
  }

  /// Generations of its spec in which some of its VMs still are.
  public List<String> olderGenerations() {
    List<String> older = new ArrayList<>();
    json.path("status").path("olderGenerations").forEach(one -> older.add(one.asText()));
    return older;
  }

  /// Why VMs of it last found no host.
  public Explanation explanation() {
    return new Explanation(json.path("status").path("explanation"));
  }

  /// How many of its VMs are in a phase.
  ///
  /// @param phase `pending`, `starting`, `running`, `held`, `stopping`, `succeeded` or `failed`
  public int vms(String phase) {
    return json.path("status").path("vms").path(phase).asInt(0);
  }

  /// Microseconds since the epoch; 0 when unknown.
  public long submitted() {
    return Times.micros(json.path("status").path("submitted"));
  }

  /// Microseconds since the epoch; 0 when it has not finished.
  public long finished() {
    return Times.micros(json.path("status").path("finished"));
  }

  /// Known only from the answer to a submit.
  public List<Waiting> waiting() {
    List<Waiting> waiting = new ArrayList<>();
    for (JsonNode entry : json.path("status").path("waiting")) {
      waiting.add(
          new Waiting(
              entry.path("first").asInt(),
              entry.path("count").asInt(),
              entry.path("reason").asText("")));
    }
    return waiting;
  }
}
