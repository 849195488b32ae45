package dev.skiff.loadtests.simulation;

import dev.skiff.agent.core.AgentEffect.Boot;
import dev.skiff.agent.core.FoundVm;
import dev.skiff.agent.core.VmRun;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.spec.VmSpec;
import org.jspecify.annotations.Nullable;

/// What a host's disk and a VMM know of a run, whatever becomes of the agent.
final class HostedVm {
  final VmRun run;
  final VmSpec spec;
  final boolean exclusive;
  final long orderReceived;
  boolean spawned;
  boolean reported;
  VmHold hold = VmHold.NONE;

  /// Of several orders to hold it, the last one counts.
  int holdOrders;

  /// Its command would have ended while it stood still.
  boolean endsWhenItGoesOn;

  @Nullable ExitStatus exit;

  HostedVm(Boot boot) {
    this.run = boot.run();
    this.spec = boot.spec();
    this.exclusive = boot.exclusive();
    this.orderReceived = boot.orderReceived();
  }

  boolean isRunning() {
    return spawned && exit == null;
  }

  /// As the next agent finds it.
  FoundVm found() {
    if (exit != null) {
      return new FoundVm.Over(run, spec.resources(), spec.image(), orderReceived, exit, reported);
    }
    return spawned
        ? new FoundVm.Running(run, spec.resources(), spec.image(), orderReceived, exclusive, hold)
        : new FoundVm.NeverStarted(run);
  }
}
