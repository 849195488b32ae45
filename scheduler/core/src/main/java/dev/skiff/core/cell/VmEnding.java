package dev.skiff.core.cell;

import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.VmEnded;
import dev.skiff.contracts.log.CellEvent.VmRemoved;
import dev.skiff.contracts.log.CellEvent.VmRequeued;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.List;

/// What follows when a VM on a host is over: its end, and perhaps its removal or another start.
final class VmEnding {
  private final CellRules rules;

  VmEnding(CellRules rules) {
    this.rules = rules;
  }

  /// @param lost whether it ended because its host is gone, or came back without it
  List<CellEvent> end(Job job, Vm vm, ExitStatus exit, boolean lost, long at) {
    VmEnded ended = new VmEnded(vm.id(), statusOf(exit, lost), exit);
    if (vm.removing()) {
      return List.of(ended, new VmRemoved(vm.id()));
    }
    if (vm.status() != VmStatus.STOPPING
        && !job.status().isCalledOff()
        && isRestarted(job, vm, exit)) {
      return List.of(
          ended,
          new VmRequeued(
              vm.id(),
              vm.attempts() + 1,
              at + rules.backoff(vm.attempts()),
              null,
              "is started again: " + sentence(exit)));
    }
    return List.of(ended);
  }

  private static VmStatus statusOf(ExitStatus exit, boolean lost) {
    if (lost) {
      return VmStatus.LOST;
    }
    return exit.failure() == null && exit.code() != null ? VmStatus.EXITED : VmStatus.FAILED;
  }

  private static boolean isRestarted(Job job, Vm vm, ExitStatus exit) {
    RestartPolicy policy = job.spec().restart();
    return !CellRules.isHopelessFailure(exit) && policy.allows(!exit.succeeded(), vm.attempts());
  }

  private static String sentence(ExitStatus exit) {
    if (exit.detail() != null) {
      return exit.detail();
    }
    return exit.failure() != null ? exit.failure() : "it exited with " + exit.code();
  }
}
