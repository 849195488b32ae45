package dev.skiff.core.cell;

import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.JobCancelling;
import dev.skiff.contracts.log.CellEvent.VmEnded;
import dev.skiff.contracts.log.CellEvent.VmRemoved;
import dev.skiff.contracts.log.CellEvent.VmRequeued;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.state.AfterEnd;
import dev.skiff.contracts.state.CallOff;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.List;

/// What follows when a VM on a host is over: its end, and perhaps its removal, another start, or
/// the end of its job.
final class VmEnding {
  /// What is known of the end.
  enum Sight {
    /// Its host saw it end.
    SEEN,
    /// Its host is here, without it.
    GONE,
    /// Its host cannot be asked; the VM may still run there.
    UNSEEN
  }

  private final CellRules rules;

  VmEnding(CellRules rules) {
    this.rules = rules;
  }

  List<CellEvent> end(Job job, Vm vm, ExitStatus exit, Sight sight, long at) {
    VmEnded ended = new VmEnded(vm.id(), statusOf(exit, sight), exit);
    if (vm.then() == AfterEnd.REMOVE) {
      return List.of(ended, new VmRemoved(vm.id()));
    }
    if (job.isCalledOff()) {
      return List.of(ended);
    }
    // An exclusive VM may run on, out of reach, until its host's lease is over.
    long notBefore = job.spec().exclusive() && sight == Sight.UNSEEN ? at + rules.leaseWait() : 0;
    if (vm.then() == AfterEnd.REPLACE) {
      return isOver(job, exit)
          ? List.of(ended)
          : List.of(ended, new VmRequeued(vm.id(), vm.attempts(), notBefore, null, vm.reason()));
    }
    if (vm.status() == VmStatus.STOPPING) {
      return List.of(ended);
    }
    Integer limit = job.spec().backoffLimit();
    if (limit != null && !exit.succeeded() && job.failures() >= limit) {
      return List.of(ended, new JobCancelling(job.id(), CallOff.BACKOFF_LIMIT_EXCEEDED));
    }
    if (!isRestarted(job, vm, exit)) {
      return List.of(ended);
    }
    int attempts = hasRunWell(job, vm, at) ? 0 : vm.attempts();
    return List.of(
        ended,
        new VmRequeued(
            vm.id(),
            attempts + 1,
            Math.max(notBefore, at + rules.backoff(attempts)),
            null,
            "is started again: " + sentence(exit)));
  }

  /// A job's VM that happened to succeed just when it was told to move is not run again.
  private static boolean isOver(Job job, ExitStatus exit) {
    return !job.spec().isService() && exit.succeeded();
  }

  /// A service's VM that ran for long enough starts to count its attempts anew.
  private boolean hasRunWell(Job job, Vm vm, long at) {
    long started = vm.timings().commandStarted();
    return job.spec().isService() && started > 0 && at - started >= rules.ranWell();
  }

  private static VmStatus statusOf(ExitStatus exit, Sight sight) {
    return switch (sight) {
      case GONE, UNSEEN -> VmStatus.LOST;
      case SEEN ->
          exit.failure() == null && exit.code() != null ? VmStatus.EXITED : VmStatus.FAILED;
    };
  }

  private static boolean isRestarted(Job job, Vm vm, ExitStatus exit) {
    if (job.spec().isService()) {
      return true;
    }
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
