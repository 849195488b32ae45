package dev.skiff.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A VM as the API shows it.
public record Vm(JsonNode json) {
  private static final Set<String> OVER = Set.of("EXITED", "FAILED", "LOST", "CANCELLED");

  public String id() {
    return json.path("metadata").path("id").asText("");
  }

  /// `<job name>.<index>`; empty when its job has no name.
  public String name() {
    String name = json.path("metadata").path("name").asText("");
    return name.equals(id()) ? "" : name;
  }

  public String job() {
    return json.path("metadata").path("job").asText("");
  }

  public String image() {
    return json.path("spec").path("image").asText("");
  }

  public List<String> command() {
    List<String> words = new ArrayList<>();
    json.path("spec").path("command").forEach(word -> words.add(word.asText()));
    return words;
  }

  public String cpus() {
    return json.path("spec").path("cpus").asText("");
  }

  public String memory() {
    return json.path("spec").path("memory").asText("");
  }

  public String state() {
    return json.path("status").path("state").asText("");
  }

  /// Whether nothing more happens to it unless it is asked for.
  public boolean over() {
    return OVER.contains(state());
  }

  public boolean running() {
    return state().equals("RUNNING");
  }

  /// Empty before it was placed.
  public String host() {
    return json.path("status").path("host").asText("");
  }

  public int incarnation() {
    return json.path("status").path("incarnation").asInt(0);
  }

  public int restarts() {
    return json.path("status").path("attempts").asInt(0);
  }

  /// Why it waits or failed; empty when there is nothing to explain.
  public String reason() {
    return json.path("status").path("reason").asText("");
  }

  /// How it ended; empty while it has not.
  public Optional<Exit> exit() {
    JsonNode exit = json.path("status").path("exit");
    return over() && exit.isObject() ? Optional.of(new Exit(exit)) : Optional.empty();
  }

  /// The exit code for people: the code, or what it failed of.
  public String exitText() {
    return exit().map(Exit::text).orElse("");
  }

  /// The code with which the command ended, when it did and it is known.
  public OptionalInt exitCode() {
    return exit().map(Exit::code).orElse(OptionalInt.empty());
  }

  /// When it was asked for, microseconds since the epoch; 0 when unknown.
  public long submitted() {
    return Times.micros(json.path("status").path("timings").path("submitted"));
  }
}
