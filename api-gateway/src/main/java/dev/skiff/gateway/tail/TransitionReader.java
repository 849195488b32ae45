package dev.skiff.gateway.tail;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes one counted Transition apart: who is woken by it, and which requests it settles.
final class TransitionReader {
  private final long offset;
  private final Transition transition;
  private final Watches watches;
  private final Map<JobId, AboutJob> aboutJobs = new HashMap<>();
  private final Map<Long, Plan> plans = new HashMap<>();

  private TransitionReader(long offset, Transition transition, Watches watches) {
    this.offset = offset;
    this.transition = transition;
    this.watches = watches;
  }

  static void read(long offset, Transition transition, Outcomes outcomes, Watches watches) {
    TransitionReader reader = new TransitionReader(offset, transition, watches);
    transition.events().forEach(reader::note);
    for (CellEvent event : transition.events()) {
      if (event instanceof CellEvent.Outcome(long request, OutcomeCode code, var job, var detail)) {
        outcomes.settle(reader.settled(request, code, job, detail));
      }
    }
  }

  private void note(CellEvent event) {
    switch (event) {
      case CellEvent.VmsAssigned e -> {
        about(e.job()).placed.add(e);
        watches.changed(e.job(), e.first(), e.count(), offset);
      }
      case CellEvent.JobWaiting e -> {
        about(e.job()).waiting = e.explanation();
        watches.changed(e.job(), offset);
      }
      case CellEvent.JobAdmitted e -> watches.changed(e.job(), offset);
      case CellEvent.JobCancelling e -> watches.changed(e.job(), offset);
      case CellEvent.JobRemoved e -> {
        about(e.job()).removed = true;
        watches.changed(e.job(), offset);
      }
      case CellEvent.JobUpdated e -> {
        about(e.job()).generation = e.generation();
        watches.changed(e.job(), offset);
      }
      case CellEvent.VmsAdded e -> watches.changed(e.job(), e.first(), e.count(), offset);
      case CellEvent.VmsStarting e -> watches.changed(e.job(), e.first(), e.count(), offset);
      case CellEvent.VmsRunning e -> watches.changed(e.job(), e.first(), e.count(), offset);
      case CellEvent.VmNominated e -> changed(e.vm());
      case CellEvent.VmWanted e -> changed(e.vm());
      case CellEvent.VmHeld e -> changed(e.vm());
      case CellEvent.VmUnchanged e -> changed(e.vm());
      case CellEvent.VmAdopted e -> changed(e.vm());
      case CellEvent.VmStopping e -> changed(e.vm());
      case CellEvent.VmEnded e -> changed(e.vm());
      case CellEvent.VmRequeued e -> changed(e.vm());
      case CellEvent.VmRemoved e -> {
        about(e.vm().job()).removedVms.add(e.vm());
        changed(e.vm());
      }
      case CellEvent.Planned(long request, Plan plan) -> plans.put(request, plan);
      case CellEvent.Outcome _,
          CellEvent.KeyRefused _,
          CellEvent.KeysExpired _,
          CellEvent.HostJoined _,
          CellEvent.HostChanged _,
          CellEvent.HostSuspected _,
          CellEvent.HostRecovered _,
          CellEvent.HostConflict _,
          CellEvent.HostLost _,
          CellEvent.HostCordoned _,
          CellEvent.HostUncordoned _,
          CellEvent.HostDraining _,
          CellEvent.HostRemoved _,
          CellEvent.LeaseGranted _,
          CellEvent.QuotaSet _,
          CellEvent.GhostSeen _,
          CellEvent.GhostGone _,
          CellEvent.InputRejected _ -> {}
    }
  }

  private void changed(VmId vm) {
    watches.changed(vm.job(), vm.index(), 1, offset);
  }

  private AboutJob about(JobId job) {
    return aboutJobs.computeIfAbsent(job, _ -> new AboutJob());
  }

  private Settled settled(long request, OutcomeCode code, @Nullable JobId job, String detail) {
    AboutJob about = job == null ? null : aboutJobs.get(job);
    AboutJob known = about == null ? new AboutJob() : about;
    return new Settled(
        request,
        code,
        job,
        detail,
        offset,
        transition.at(),
        known.placed,
        known.waiting,
        known.removed,
        known.removedVms,
        known.generation,
        plans.get(request));
  }

  private static final class AboutJob {
    private final List<CellEvent.VmsAssigned> placed = new ArrayList<>();
    private final Set<VmId> removedVms = new HashSet<>();
    private boolean removed;
    private @Nullable Explanation waiting;
    private @Nullable Integer generation;
  }
}
