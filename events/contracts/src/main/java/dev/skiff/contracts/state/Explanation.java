package dev.skiff.contracts.state;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why a VM has no host: every host is accounted for.
///
/// @param hosts hosts that were considered: all of the cell
/// @param blockers what is in the way, most frequent first; their [Blocker#first] add up to `hosts`
/// @param never no host would do even if it were empty, so that waiting does not help
/// @param remedy the cheapest change that would make it fit, a sentence; null when none is known
/// @param at when it was so, microseconds since the epoch
public record Explanation(
    int hosts, List<Blocker> blockers, boolean never, @Nullable String remedy, long at) {
  /// Something that keeps hosts from taking the VM.
  ///
  /// @param reason a few words that go with "N hosts ..."
  /// @param first hosts whose first blocker this is, in the order in which an operator would look
  /// @param any hosts that it keeps, whatever else does
  public record Blocker(String reason, int first, int any) {}

  public Explanation {
    blockers = List.copyOf(blockers);
  }

  /// For a line of a table: every host once.
  public String sentence() {
    if (hosts == 0) {
      return "no host has joined this cell yet";
    }
    return (never ? "fits on none of %d hosts: " : "no room now on %d hosts: ").formatted(hosts)
        + blockers.stream()
            .filter(b -> b.first() > 0)
            .map(b -> b.first() + " " + b.reason())
            .collect(Collectors.joining(", "));
  }
}
