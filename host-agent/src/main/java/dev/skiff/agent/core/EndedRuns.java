package dev.skiff.agent.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The runs that are over and keep their directory, oldest end first. Which of them is too much is
/// decided here. A run whose end the cell may not know is never too much: its directory is the only
/// memory that it began.
final class EndedRuns {
  private final AgentLimits limits;
  private final Map<VmRun, RunState> byEnd = new LinkedHashMap<>();

  EndedRuns(AgentLimits limits) {
    this.limits = limits;
  }

  void add(RunState state) {
    byEnd.put(state.run(), state);
  }

  void remove(RunState state) {
    byEnd.remove(state.run());
  }

  List<RunState> unreported() {
    return byEnd.values().stream().filter(state -> !state.reported()).toList();
  }

  List<RunState> tooMany(long now) {
    int excess = byEnd.size() - limits.endedKept();
    List<RunState> chosen = new ArrayList<>();
    for (RunState state : byEnd.values()) {
      boolean tooOld = now - state.exit().at() > limits.endedKeptMicros();
      if (chosen.size() >= excess && !tooOld) {
        break;
      }
      if (state.reported()) {
        chosen.add(state);
      }
    }
    return chosen;
  }
}
