package dev.skiff.agent.core;

import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Report;
import java.util.ArrayList;
import java.util.List;

/// Collects what follows from one input.
final class StepBuilder {
  private final List<AgentEffect> effects = new ArrayList<>();
  private final List<Report> reports = new ArrayList<>();
  private final long now;

  /// @param now microseconds since the epoch
  StepBuilder(long now) {
    this.now = now;
  }

  long now() {
    return now;
  }

  void effect(AgentEffect effect) {
    effects.add(effect);
  }

  void report(Report report) {
    reports.add(report);
  }

  void reportEnded(VmRun run, ExitStatus exit) {
    report(new Report.VmEnded(run.vm(), run.incarnation(), exit));
  }

  void reportRefused(VmRun run, String code, String detail) {
    report(new Report.VmRefused(run.vm(), run.incarnation(), code, detail));
  }

  /// @param mayReport whether a session is open; what is not reported now is told by the next
  ///   `Joined`
  AgentStep build(boolean mayReport) {
    return new AgentStep(effects, mayReport ? reports : List.of());
  }
}
