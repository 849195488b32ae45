package dev.skiff.agent.core;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.order.Lease;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.spec.VmSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The runs of this host, the room they hold, and each step of their lives.
final class HostRuns {
  /// A day: a longer grace is as good as none.
  private static final long MAX_GRACE_MILLIS = 86_400_000;

  private final VmEntries entries;
  private final EndedRuns ended;
  private final ExclusiveRuns exclusive = new ExclusiveRuns();
  private Resources used = Resources.NONE;

  HostRuns(AgentLimits limits) {
    this.entries = new VmEntries(limits.vmsRemembered());
    this.ended = new EndedRuns(limits);
  }

  Resources used() {
    return used;
  }

  ExclusiveRuns exclusive() {
    return exclusive;
  }

  List<RunState> all() {
    return entries.runs();
  }

  List<RunState> unreported() {
    return ended.unreported();
  }

  VmEntry entry(VmId vm) {
    return entries.obtain(vm);
  }

  void settle(VmId vm) {
    entries.settle(vm);
  }

  @Nullable RunState run(VmRun run) {
    return entries.run(run);
  }

  void recover(FoundVm found) {
    VmRun run = found.run();
    switch (found) {
      case FoundVm.Running running -> hold(entry(run.vm()), RunState.adopted(running));
      case FoundVm.Over over -> {
        RunState state = RunState.over(over);
        entry(run.vm()).add(state);
        ended.add(state);
      }
      case FoundVm.NeverStarted _ -> {
        entry(run.vm()).turnAway(run.incarnation());
        settle(run.vm());
        return;
      }
    }
    entry(run.vm()).begin(run.incarnation());
  }

  private void hold(VmEntry entry, RunState state) {
    entry.add(state);
    used = used.plus(state.resources());
    if (state.exclusive()) {
      exclusive.add(state);
    }
  }

  /// Takes a run for which there is room. It is booted at once, or when the older incarnations of
  /// its VM, which are killed now, are over: a VM never runs twice at a time. An exclusive one
  /// needs a lease too.
  void accept(VmRun run, VmEntry entry, VmSpec spec, boolean isExclusive, StepBuilder step) {
    RunState[] older = entry.runs();
    RunState state = RunState.accepted(run, spec, isExclusive, step.now());
    hold(entry, state);
    if (isExclusive && !exclusive.lease().holds(step.uptime())) {
      state.needLeaseBy(step.uptime() + ExclusiveRuns.PATIENCE);
      exclusive.await(state);
    } else {
      begin(state, entry, step);
    }
    for (RunState before : older) {
      if (before.isLive()) {
        endBy(before, 0, "replaced by incarnation " + run.incarnation(), step);
      }
    }
    startNext(entry, step);
  }

  private static void begin(RunState state, VmEntry entry, StepBuilder step) {
    VmRun run = state.run();
    entry.begin(run.incarnation());
    step.report(
        new Report.VmsAccepted(
            run.vm().job(), run.vm().index(), 1, run.incarnation(), state.orderReceived()));
  }

  void lease(Lease lease, StepBuilder step) {
    for (RunState state : exclusive.granted(lease, step)) {
      begin(state, entry(state.run().vm()), step);
    }
    for (RunState state : exclusive.notStarted()) {
      startNext(entry(state.run().vm()), step);
    }
  }

  /// Runs that wait for a lease begin in the session that ordered them or never.
  void refuseWaiting(StepBuilder step) {
    exclusive.takeWaiting().forEach(state -> refuse(state, step));
  }

  private void refuse(RunState state, StepBuilder step) {
    VmEntry entry = entry(state.run().vm());
    entry.remove(state);
    exclusive.remove(state);
    used = used.minus(state.resources());
    step.reportRefused(
        state.run(), "no-lease", "the host has no lease to run exclusive VMs; nothing was started");
    startNext(entry, step);
    settle(state.run().vm());
  }

  /// What is due by now.
  void tick(StepBuilder step) {
    for (RunState state : exclusive.expired(step.uptime())) {
      exclusive.remove(state);
      expire(state, step);
    }
    exclusive.takeImpatient(step.uptime()).forEach(state -> refuse(state, step));
    forgetExcess(step);
  }

  private void expire(RunState state, StepBuilder step) {
    if (state.status() == RunStatus.WAITING) {
      end(state, ExitStatus.failed("lease-ended", "it had not begun", step.now()), step);
    } else if (state.mustEndBy(step.now())) {
      step.effect(new AgentEffect.Expire(state.run()));
    }
  }

  /// Sees to it that a live run ends.
  ///
  /// @param wantedGraceMillis 0 cuts its power
  void endBy(RunState state, long wantedGraceMillis, String reason, StepBuilder step) {
    long graceMillis = Math.clamp(wantedGraceMillis, 0, MAX_GRACE_MILLIS);
    RunStatus before = state.status();
    if (!state.mustEndBy(step.now() + graceMillis * 1_000)) {
      return;
    }
    switch (before) {
      case WAITING ->
          end(state, ExitStatus.failed("killed", "it had not begun: " + reason, step.now()), step);
      // A guest that is still booting has no command that could end by itself.
      case STARTING -> step.effect(new AgentEffect.Kill(state.run()));
      case RUNNING, ENDING ->
          step.effect(
              graceMillis == 0
                  ? new AgentEffect.Kill(state.run())
                  : new AgentEffect.Stop(state.run(), graceMillis));
      case ENDED -> throw new IllegalStateException(state.run() + " is over");
    }
  }

  void end(RunState state, ExitStatus exit, StepBuilder step) {
    used = used.minus(state.resources());
    exclusive.remove(state);
    state.ended(exit);
    ended.add(state);
    step.reportEnded(state.run(), exit);
    VmEntry entry = entry(state.run().vm());
    entry.begin(state.run().incarnation());
    if (state.forgetWhenEnded()) {
      forget(state, step);
    }
    startNext(entry, step);
    forgetExcess(step);
  }

  private void startNext(VmEntry entry, StepBuilder step) {
    RunState next = entry.readyToStart();
    if (next != null && (!next.exclusive() || exclusive.mayStart(next, step.uptime()))) {
      step.effect(next.boot());
    }
  }

  void markReported(RunState state, StepBuilder step) {
    if (!state.isLive() && !state.reported()) {
      ended.markReported(state);
      step.effect(new AgentEffect.MarkReported(state.run()));
    }
  }

  void forget(RunState state, StepBuilder step) {
    ended.remove(state);
    entry(state.run().vm()).remove(state);
    step.effect(new AgentEffect.Forget(state.run()));
    settle(state.run().vm());
  }

  void forgetExcess(StepBuilder step) {
    for (RunState state : ended.tooMany(step.now())) {
      forget(state, step);
    }
  }
}
