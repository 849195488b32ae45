package dev.skiff.agent.core;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.spec.VmSpec;
import org.jspecify.annotations.Nullable;

/// One run of a VM while the agent knows it.
final class RunState {
  private static final long NO_DEADLINE = Long.MAX_VALUE;

  private final VmRun run;
  private final Resources resources;
  private final String image;
  private final long orderReceived;

  /// Only a run that has not begun still needs it.
  private @Nullable VmSpec spec;

  private RunStatus status;
  private @Nullable ExitStatus exit;
  private long endsBy = NO_DEADLINE;
  private boolean reported;
  private boolean forgetWhenEnded;

  private RunState(
      VmRun run, Resources resources, String image, long orderReceived, RunStatus status) {
    this.run = run;
    this.resources = resources;
    this.image = image;
    this.orderReceived = orderReceived;
    this.status = status;
  }

  static RunState accepted(VmRun run, VmSpec spec, long orderReceived) {
    RunState state =
        new RunState(run, spec.resources(), spec.image(), orderReceived, RunStatus.WAITING);
    state.spec = spec;
    return state;
  }

  static RunState adopted(FoundVm.Running found) {
    return new RunState(
        found.run(), found.resources(), found.image(), found.orderReceived(), RunStatus.RUNNING);
  }

  static RunState over(FoundVm.Over found) {
    RunState state =
        new RunState(
            found.run(), found.resources(), found.image(), found.orderReceived(), RunStatus.ENDED);
    state.exit = found.exit();
    state.reported = found.reported();
    return state;
  }

  VmRun run() {
    return run;
  }

  Resources resources() {
    return resources;
  }

  RunStatus status() {
    return status;
  }

  boolean isLive() {
    return status.isLive();
  }

  AgentEffect.Boot boot() {
    VmSpec toStart = spec;
    if (toStart == null || status != RunStatus.WAITING) {
      throw new IllegalStateException(run + " was started before: it is " + status);
    }
    spec = null;
    status = RunStatus.STARTING;
    return new AgentEffect.Boot(run, toStart, orderReceived);
  }

  /// Whether the news is news: a VM that was told to end meanwhile stays so.
  boolean started() {
    if (status == RunStatus.STARTING) {
      status = RunStatus.RUNNING;
      return true;
    }
    return false;
  }

  /// Takes a demand to be over by a moment.
  ///
  /// @return false when an earlier end was demanded before
  boolean mustEndBy(long deadline) {
    boolean sooner = status != RunStatus.ENDING || deadline < endsBy;
    status = RunStatus.ENDING;
    endsBy = Math.min(endsBy, deadline);
    return sooner;
  }

  void ended(ExitStatus how) {
    status = RunStatus.ENDED;
    exit = how;
    spec = null;
  }

  ExitStatus exit() {
    if (exit == null) {
      throw new IllegalStateException(run + " has no exit: it is " + status);
    }
    return exit;
  }

  boolean reported() {
    return reported;
  }

  void markReported() {
    reported = true;
  }

  boolean forgetWhenEnded() {
    return forgetWhenEnded;
  }

  void markForgetWhenEnded() {
    forgetWhenEnded = true;
  }

  RunSnapshot snapshot() {
    return new RunSnapshot(run, status, image, resources, orderReceived, exit);
  }
}
