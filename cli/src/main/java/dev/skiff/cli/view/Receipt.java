package dev.skiff.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// Where the time of a start went.
public record Receipt(JsonNode json) {
  /// One step of a start.
  ///
  /// @param name for people
  /// @param meaning from when to when
  /// @param micros how long it took, in microseconds
  public record Step(String name, String meaning, long micros) {}

  private enum Kind {
    ACCEPTED("accepted", "accepted", "submitted until it was in the log"),
    PLACED("placed", "placed", "until it had a host"),
    AGENT("agent", "agent", "until the host's agent had read the order"),
    VMM("vmm", "VMM", "until the VMM was spawned, the image fetched if need be"),
    GUEST_READY("guestReady", "guest ready", "until the guest's kernel had booted"),
    COMMAND("command", "command", "until its command ran");

    private final String field;
    private final String title;
    private final String meaning;

    Kind(String field, String title, String meaning) {
      this.field = field;
      this.title = title;
      this.meaning = meaning;
    }
  }

  public static Receipt of(Vm vm) {
    return new Receipt(vm.json().path("status").path("receipt"));
  }

  /// The steps that are over, in order.
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      JsonNode millis = json.path(kind.field);
      if (millis.isNumber()) {
        steps.add(new Step(kind.title, kind.meaning, micros(millis)));
      }
    }
    return steps;
  }

  /// From submit until the command ran, in microseconds; -1 when it does not run yet.
  public long total() {
    return json.path("total").isNumber() ? micros(json.path("total")) : -1;
  }

  private static long micros(JsonNode millis) {
    return Math.round(millis.doubleValue() * 1_000);
  }
}
