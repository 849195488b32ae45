package dev.skiff.loadtests.fleet;

import dev.skiff.agent.core.FoundVm;
import dev.skiff.agent.core.RunSnapshot;
import dev.skiff.contracts.report.ExitStatus;

/// What is left of a VM on a host whose agent was killed, as the agent's recovery would find it.
final class Remains {
  private Remains() {}

  static FoundVm of(RunSnapshot run, long now) {
    return switch (run.status()) {
      case WAITING -> new FoundVm.NeverStarted(run.run());
      case RUNNING, ENDING ->
          new FoundVm.Running(
              run.run(),
              run.resources(),
              run.image(),
              run.orderReceived(),
              run.exclusive(),
              run.hold());
      case STARTING ->
          over(
              run,
              ExitStatus.failed(
                  "vmm-died", "the VM was gone when the agent came back, and left no word", now));
      case ENDED -> {
        ExitStatus exit = run.exit();
        if (exit == null) {
          throw new IllegalStateException(run.run() + " is over and has no exit");
        }
        yield over(run, exit);
      }
    };
  }

  private static FoundVm over(RunSnapshot run, ExitStatus exit) {
    return new FoundVm.Over(
        run.run(), run.resources(), run.image(), run.orderReceived(), exit, false);
  }

  /// A VM that ends while no agent watches.
  static FoundVm over(FoundVm before, ExitStatus exit) {
    return switch (before) {
      case FoundVm.Running vm ->
          new FoundVm.Over(vm.run(), vm.resources(), vm.image(), vm.orderReceived(), exit, false);
      case FoundVm.Over over -> over;
      case FoundVm.NeverStarted never -> never;
    };
  }
}
