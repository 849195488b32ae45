package dev.skiff.agent.core;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
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
  private Resources used = Resources.NONE;

  HostRuns(AgentLimits limits) {
    this.entries = new VmEntries(limits.vmsRemembered());
    this.ended = new EndedRuns(limits);
  }

  Resources used() {
    return used;
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
    switch (found) {
      case FoundVm.Running running -> {
        entry(running.run().vm()).add(RunState.adopted(running));
        used = used.plus(running.resources());
      }
      case FoundVm.Over over -> {
        RunState state = RunState.over(over);
        entry(over.run().vm()).add(state);
        ended.add(state);
      }
      case FoundVm.NeverStarted never -> {
        entry(never.run().vm()).turnAway(never.run().incarnation());
        settle(never.run().vm());
      }
    }
  }

  /// Takes a run for which there is room. It is booted at once, or when the older incarnations of
  /// its VM, which are killed now, are over: a VM never runs twice at a time.
  void accept(VmRun run, VmSpec spec, StepBuilder step) {
    VmEntry entry = entry(run.vm());
    List<RunState> older = entry.runs().stream().filter(RunState::isLive).toList();
    RunState state = RunState.accepted(run, spec, step.now());
    entry.add(state);
    used = used.plus(state.resources());
    step.report(new Report.VmAccepted(run.vm(), run.incarnation(), step.now()));
    for (RunState before : older) {
      endBy(before, 0, "replaced by incarnation " + run.incarnation(), step);
    }
    startNext(entry, step);
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
    state.ended(exit);
    ended.add(state);
    step.reportEnded(state.run(), exit);
    VmEntry entry = entry(state.run().vm());
    if (state.forgetWhenEnded()) {
      forget(state, step);
    }
    startNext(entry, step);
    forgetExcess(step);
  }

  private void startNext(VmEntry entry, StepBuilder step) {
    RunState next = entry.readyToStart();
    if (next != null) {
      step.effect(next.boot());
    }
  }

  void markReported(RunState state, StepBuilder step) {
    if (!state.isLive() && !state.reported()) {
      state.markReported();
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
