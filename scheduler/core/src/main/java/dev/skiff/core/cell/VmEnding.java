package dev.skiff.core.cell;

import dev.skiff.contracts.JobId;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What follows when VMs on hosts are over: their ends, and perhaps their removal, another start,
/// or the end of their job. One is made for each input, for several VMs of a job may end by it: the
/// later ones must know of the earlier ones.
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
  private final CellState state;
  private final long at;
  private final Map<JobId, Integer> moreFailures = new HashMap<>();
  private final Set<JobId> calledOff = new HashSet<>();

  VmEnding(CellRules rules, CellState state, long at) {
    this.rules = rules;
    this.state = state;
    this.at = at;
  }

  List<CellEvent> end(Vm vm, ExitStatus exit, Sight sight) {
    Job job = state.requireJob(vm.id().job()).job;
    VmEnded ended = new VmEnded(vm.id(), statusOf(exit, sight), exit);
    // An exclusive VM may run on, out of reach, until its host's lease is over.
    long notBefore = job.spec().exclusive() && sight == Sight.UNSEEN ? at + rules.leaseWait() : 0;
    if (vm.then() == AfterEnd.REMOVE) {
      // Were it forgotten now, its successor could be placed at once.
      return notBefore > 0 && job.spec().isService()
          ? List.of(ended)
          : List.of(ended, new VmRemoved(vm.id()));
    }
    if (job.isCalledOff() || calledOff.contains(job.id())) {
      return List.of(ended);
    }
    if (vm.then() == AfterEnd.REPLACE) {
      return isOver(job, exit)
          ? List.of(ended)
          : List.of(ended, new VmRequeued(vm.id(), vm.attempts(), notBefore, null, vm.reason()));
    }
    if (vm.status() == VmStatus.STOPPING) {
      return List.of(ended);
    }
    if (!exit.succeeded() && isOneTooMany(job)) {
      calledOff.add(job.id());
      return List.of(ended, new JobCancelling(job.id(), CallOff.BACKOFF_LIMIT_EXCEEDED));
    }
    if (!isRestarted(job, vm, exit)) {
      return List.of(ended);
    }
    int attempts = hasRunWell(job, vm) ? 0 : vm.attempts();
    return List.of(
        ended,
        new VmRequeued(
            vm.id(),
            attempts + 1,
            Math.max(notBefore, at + rules.backoff(attempts)),
            null,
            "is started again: " + sentence(exit)));
  }

  private boolean isOneTooMany(Job job) {
    int failures = job.failures() + moreFailures.merge(job.id(), 1, Integer::sum);
    Integer limit = job.spec().backoffLimit();
    return limit != null && failures > limit;
  }

  /// A job's VM that happened to succeed just when it was told to move is not run again.
  private static boolean isOver(Job job, ExitStatus exit) {
    return !job.spec().isService() && exit.succeeded();
  }

  /// A service's VM that ran for long enough starts to count its attempts anew. Counted from when
  /// it got its host: the time of its start is by its host's clock.
  private boolean hasRunWell(Job job, Vm vm) {
    return job.spec().isService()
        && vm.timings().commandStarted() > 0
        && at - vm.timings().assigned() >= rules.ranWell();
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
