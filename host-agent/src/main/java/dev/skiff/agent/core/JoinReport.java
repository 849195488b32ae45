package dev.skiff.agent.core;

import dev.skiff.contracts.report.FinishedVm;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.RunningVm;
import java.util.ArrayList;
import java.util.List;

/// Makes the reports that open a session.
final class JoinReport {
  /// A `Joined` must fit into one record beside [AgentLimits#MAX_SLOTS] running VMs. What is left
  /// over follows as `VmEnded`.
  private static final int FINISHED_BUDGET = 24 * 1024;

  /// JSON of one finished VM without its detail, and the most that a character of that may take.
  private static final int FINISHED_BASE = 300;

  private static final int MAX_ESCAPED = 6;

  private JoinReport() {}

  static void write(
      String journal, HostFacts facts, HostRuns runs, List<VmRun> neverStarted, StepBuilder step) {
    List<RunningVm> running = new ArrayList<>();
    for (RunState state : runs.all()) {
      if (state.isLive()) {
        running.add(
            new RunningVm(
                state.run().vm(), state.run().incarnation(), state.resources(), state.hold()));
      }
    }
    List<FinishedVm> finished = new ArrayList<>();
    List<RunState> leftOver = new ArrayList<>();
    int budget = FINISHED_BUDGET;
    for (RunState state : runs.unreported()) {
      String detail = state.exit().detail();
      budget -= FINISHED_BASE + (detail == null ? 0 : MAX_ESCAPED * detail.length());
      if (budget >= 0) {
        finished.add(new FinishedVm(state.run().vm(), state.run().incarnation(), state.exit()));
      } else {
        leftOver.add(state);
      }
    }
    step.report(new Report.Joined(journal, facts, running, finished));
    for (RunState state : leftOver) {
      step.reportEnded(state.run(), state.exit());
    }
    for (VmRun run : neverStarted) {
      step.reportRefused(
          run, "agent-restarted", "the agent was restarted before it began with the VM");
    }
  }
}
