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
  private final long uptime;

  /// @param now microseconds since the epoch
  /// @param uptime the host's, us
  StepBuilder(long now, long uptime) {
    this.now = now;
    this.uptime = uptime;
  }

  long now() {
    return now;
  }

  long uptime() {
    return uptime;
  }

  void effect(AgentEffect effect) {
    effects.add(effect);
  }

  void report(Report report) {
    reports.add(report);
  }

  /// Adds what another one has collected.
  void addAll(StepBuilder other) {
    effects.addAll(other.effects);
    reports.addAll(other.reports);
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
