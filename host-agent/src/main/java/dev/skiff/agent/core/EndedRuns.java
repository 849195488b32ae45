package dev.skiff.agent.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The runs that are over and keep their directory, oldest first. Which of them is too much is
/// decided here. A run whose end the cell may not know is never too much: its directory is the only
/// memory that it began.
final class EndedRuns {
  private final AgentLimits limits;
  private final Set<RunState> unreported = new LinkedHashSet<>();
  private final Set<RunState> reported = new LinkedHashSet<>();

  EndedRuns(AgentLimits limits) {
    this.limits = limits;
  }

  void add(RunState state) {
    (state.reported() ? reported : unreported).add(state);
  }

  void remove(RunState state) {
    (state.reported() ? reported : unreported).remove(state);
  }

  void markReported(RunState state) {
    unreported.remove(state);
    state.markReported();
    reported.add(state);
  }

  List<RunState> unreported() {
    return List.copyOf(unreported);
  }

  List<RunState> tooMany(long now) {
    int excess = unreported.size() + reported.size() - limits.endedKept();
    if (reported.isEmpty()) {
      return List.of();
    }
    List<RunState> chosen = new ArrayList<>();
    for (RunState state : reported) {
      boolean tooOld = now - state.exit().at() > limits.endedKeptMicros();
      if (chosen.size() >= excess && !tooOld) {
        break;
      }
      chosen.add(state);
    }
    return chosen;
  }
}
