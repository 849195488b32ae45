package dev.skiff.agent.core;

import dev.skiff.contracts.report.Report;
import java.util.List;

/// What follows from one input.
///
/// @param effects what to do, in order
/// @param reports what to tell the cell, in order, in the session that is open after the step
public record AgentStep(List<AgentEffect> effects, List<Report> reports) {
  public AgentStep {
    effects = List.copyOf(effects);
    reports = List.copyOf(reports);
  }
}
