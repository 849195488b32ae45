package dev.skiff.agent.core;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.spec.VmSpec;
import org.jspecify.annotations.Nullable;

/// One run of a VM while the agent knows it.
final class RunState {
  private static final long NO_DEADLINE = Long.MAX_VALUE;

  private final VmRun run;
  private final Resources resources;
  private final String image;
  private final long orderReceived;
  private final boolean exclusive;

  /// Only a run that has not begun still needs it.
  private @Nullable VmSpec spec;

  private RunStatus status;
  private VmHold hold = VmHold.NONE;
  private VmHold wanted = VmHold.NONE;
  private @Nullable ExitStatus exit;
  private long endsBy = NO_DEADLINE;
  private long leaseNeededBy = NO_DEADLINE;
  private boolean reported;
  private boolean forgetWhenEnded;

  private RunState(
      VmRun run,
      Resources resources,
      String image,
      long orderReceived,
      boolean exclusive,
      RunStatus status) {
    this.run = run;
    this.resources = resources;
    this.image = image;
    this.orderReceived = orderReceived;
    this.exclusive = exclusive;
    this.status = status;
  }

  static RunState accepted(VmRun run, VmSpec spec, boolean exclusive, long orderReceived) {
    RunState state =
        new RunState(
            run, spec.resources(), spec.image(), orderReceived, exclusive, RunStatus.WAITING);
    state.spec = spec;
    return state;
  }

  static RunState adopted(FoundVm.Running found) {
    RunState state =
        new RunState(
            found.run(),
            found.resources(),
            found.image(),
            found.orderReceived(),
            found.exclusive(),
            RunStatus.RUNNING);
    state.hold = found.hold();
    state.wanted = found.hold();
    return state;
  }

  static RunState over(FoundVm.Over found) {
    RunState state =
        new RunState(
            found.run(),
            found.resources(),
            found.image(),
            found.orderReceived(),
            false,
            RunStatus.ENDED);
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

  long orderReceived() {
    return orderReceived;
  }

  boolean exclusive() {
    return exclusive;
  }

  RunStatus status() {
    return status;
  }

  boolean isLive() {
    return status.isLive();
  }

  void needLeaseBy(long uptime) {
    leaseNeededBy = uptime;
  }

  long leaseNeededBy() {
    return leaseNeededBy;
  }

  AgentEffect.Boot boot() {
    VmSpec toStart = spec;
    if (toStart == null || status != RunStatus.WAITING) {
      throw new IllegalStateException(run + " was started before: it is " + status);
    }
    spec = null;
    status = RunStatus.STARTING;
    return new AgentEffect.Boot(run, toStart, exclusive, orderReceived);
  }

  /// Whether the news is news: a VM that was told to end meanwhile stays so.
  boolean started() {
    if (status == RunStatus.STARTING) {
      status = RunStatus.RUNNING;
      return true;
    }
    return false;
  }

  VmHold hold() {
    return hold;
  }

  /// What it was last told.
  VmHold wanted() {
    return wanted;
  }

  void want(VmHold newWanted) {
    wanted = newWanted;
  }

  void held(VmHold newHold) {
    hold = newHold;
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
    return new RunSnapshot(run, status, hold, image, resources, exclusive, orderReceived, exit);
  }
}
