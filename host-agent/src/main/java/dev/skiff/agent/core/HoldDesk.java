package dev.skiff.agent.core;

import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.VmHold;

/// Pauses, suspensions and resumptions: of several orders the last one counts, each is answered,
/// and one that has been carried out already is answered again.
final class HoldDesk {
  private HoldDesk() {}

  /// A run is told to stand still or to go on.
  static void order(RunState state, VmHold wanted, StepBuilder step) {
    switch (state.status()) {
      // Done as soon as there is something that can stand still.
      case WAITING, STARTING -> state.want(wanted);
      case RUNNING -> {
        if (state.wanted() != wanted) {
          state.want(wanted);
          step.effect(new AgentEffect.Hold(state.run(), wanted));
        } else if (state.hold() == wanted) {
          report(state, step);
        }
      }
      // Its end is on its way, and answers everything.
      case ENDING, ENDED -> {}
    }
  }

  static void started(RunState state, StepBuilder step) {
    if (state.wanted() != VmHold.NONE) {
      step.effect(new AgentEffect.Hold(state.run(), state.wanted()));
    }
  }

  static void held(RunState state, VmHold hold, StepBuilder step) {
    state.held(hold);
    if (state.status() == RunStatus.RUNNING) {
      report(state, step);
    }
  }

  static void unchanged(RunState state, AgentInput.Unchanged news, StepBuilder step) {
    if (state.status() != RunStatus.RUNNING) {
      return;
    }
    // The next order of the same kind is another try; one that came meanwhile stands.
    if (state.wanted() == news.wanted()) {
      state.want(state.hold());
    }
    VmRun run = state.run();
    step.report(new Report.VmUnchanged(run.vm(), run.incarnation(), news.code(), news.detail()));
  }

  private static void report(RunState state, StepBuilder step) {
    VmRun run = state.run();
    step.report(
        switch (state.hold()) {
          case NONE -> new Report.VmResumed(run.vm(), run.incarnation());
          case PAUSED -> new Report.VmPaused(run.vm(), run.incarnation());
          case SUSPENDED -> new Report.VmSuspended(run.vm(), run.incarnation());
        });
  }
}
