package dev.skiff.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.command.Advice;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.Printable;
import dev.skiff.cli.view.HostResult;
import java.util.List;

/// Says what went wrong on which host.
final class HostResults {
  private final Surroundings surroundings;
  private final String what;

  /// @param what was to be done, or to what
  HostResults(Surroundings surroundings, String what) {
    this.surroundings = surroundings;
    this.what = what;
  }

  /// Whether all hosts did it; the others are told of on standard error.
  boolean report(JsonNode answer) {
    List<HostResult> failed =
        HostResult.of(answer).stream().filter(result -> !result.ok()).toList();
    for (HostResult result : failed) {
      String code = result.code().isEmpty() ? "" : " (" + result.code() + ")";
      surroundings
          .err()
          .println(
              Printable.oneLine(
                  "skiff: %s: %s: %s%s".formatted(what, result.host(), result.detail(), code)));
    }
    failed.stream()
        .map(result -> Advice.onVmFailure(result.code()))
        .filter(advice -> advice != null)
        .distinct()
        .forEach(advice -> surroundings.err().println("  → " + advice));
    return failed.isEmpty();
  }
}
