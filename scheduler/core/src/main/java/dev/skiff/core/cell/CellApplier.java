package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.VmEnded;
import dev.skiff.contracts.log.CellEvent.VmHeld;
import dev.skiff.contracts.log.CellEvent.VmRequeued;
import dev.skiff.contracts.log.CellEvent.VmsAssigned;
import dev.skiff.contracts.log.CellEvent.VmsRunning;
import dev.skiff.contracts.log.CellEvent.VmsStarting;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.state.Ghost;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.contracts.state.VmTimings;
import java.util.List;
import java.util.function.UnaryOperator;

/// Writes events into a [CellState]: each changes state and decides nothing.
final class CellApplier {
  private final CellState state;
  private final VmWriter vms;
  private final JobWriter jobs;
  private final HostWriter hosts;

  CellApplier(CellState state) {
    this.state = state;
    this.vms = new VmWriter(state);
    this.jobs = new JobWriter(state, vms);
    this.hosts = new HostWriter(state);
  }

  void apply(CellEvent event, long at) {
    switch (event) {
      case CellEvent.Outcome _, CellEvent.InputRejected _, CellEvent.Planned _ -> {}
      case CellEvent.JobAdmitted e -> jobs.admitted(e, at);
      case CellEvent.KeyRefused e -> jobs.keyRefused(e, at);
      case CellEvent.JobUpdated e -> jobs.updated(e, at);
      case CellEvent.JobCancelling e -> jobs.cancelling(e, at);
      case CellEvent.JobWaiting e -> jobs.waiting(e, at);
      case CellEvent.JobRemoved e -> jobs.removed(e);
      case CellEvent.KeysExpired e -> e.keys().forEach(state.keys::remove);
      case CellEvent.QuotaSet e -> jobs.quotaSet(e, at);
      case CellEvent.VmsAdded e -> jobs.vmsAdded(e, at);
      case CellEvent.VmRemoved e -> jobs.vmRemoved(e.vm(), at);
      case VmsAssigned e -> assigned(e, at);
      case CellEvent.VmNominated e -> change(e.vm(), vm -> vm.nominated(e.host(), at), at);
      case VmsStarting e -> starting(e, at);
      case VmsRunning e -> running(e, at);
      case CellEvent.VmAdopted e -> change(e.vm(), vm -> adopted(vm, at), at);
      case CellEvent.VmWanted e -> change(e.vm(), vm -> vm.wanting(e.hold(), null, at), at);
      case VmHeld e -> change(e.vm(), vm -> held(vm, e.hold(), at), at);
      case CellEvent.VmUnchanged e ->
          change(e.vm(), vm -> vm.wanting(holdOf(vm), e.reason(), at), at);
      case CellEvent.VmStopping e ->
          change(e.vm(), vm -> vm.stopping(e.then(), e.reason(), at), at);
      case VmEnded e -> ended(e, at);
      case VmRequeued e -> requeued(e, at);
      case CellEvent.HostJoined e -> hosts.joined(e, at);
      case CellEvent.HostConflict e ->
          hosts.changed(e.host(), host(e.host()).contested(e.reason(), at));
      case CellEvent.HostChanged e -> hosts.changed(e.host(), host(e.host()).with(e.facts(), at));
      case CellEvent.HostCordoned e ->
          hosts.changed(e.host(), host(e.host()).kept(true, host(e.host()).drain(), at));
      case CellEvent.HostUncordoned e ->
          hosts.changed(e.host(), host(e.host()).kept(false, null, at));
      case CellEvent.HostDraining e -> hosts.draining(e, at);
      case CellEvent.HostSuspected e ->
          hosts.changed(e.host(), host(e.host()).to(HostStatus.SUSPECT, at));
      case CellEvent.HostRecovered e ->
          hosts.changed(e.host(), host(e.host()).to(host(e.host()).whenHeard(), at));
      case CellEvent.HostLost e -> hosts.lost(e.host(), at);
      case CellEvent.HostRemoved e -> hosts.removed(e.host());
      // The agent keeps its own lease; the log has it so that everybody can count it out.
      case CellEvent.LeaseGranted _ -> {}
      case CellEvent.GhostSeen e ->
          hosts.ghostSeen(new Ghost(e.host(), e.vm(), e.incarnation(), e.resources()), at);
      case CellEvent.GhostGone e -> hosts.ghostGone(e, at);
    }
  }

  private void assigned(VmsAssigned e, long at) {
    JobEntry entry = state.requireJob(e.job());
    HostEntry host = state.requireHost(e.host());
    VmSpec spec = entry.spec().vm();
    Shared timings = new Shared(t -> t.withAssigned(at));
    for (int i = e.first(); i < e.first() + e.count(); i++) {
      Vm vm = state.requireVm(entry, i);
      host.vms.add(vm.id());
      vms.put(
          entry,
          vm.assigned(entry.job.vmGeneration(), e.incarnation(), e.host(), timings.of(vm), at));
    }
    vms.take(entry, host, spec.resources(), e.count(), at);
    vms.settle(entry, at);
  }

  private void starting(VmsStarting e, long at) {
    JobEntry entry = state.requireJob(e.job());
    Shared timings = new Shared(t -> t.withOrderReceived(e.orderReceived()));
    for (int i = e.first(); i < e.first() + e.count(); i++) {
      Vm vm = state.requireVm(entry, i);
      vms.put(entry, vm.to(VmStatus.STARTING, timings.of(vm), at));
    }
    vms.settle(entry, at);
  }

  private void running(VmsRunning e, long at) {
    JobEntry entry = state.requireJob(e.job());
    StartPhases p = e.phases();
    Shared timings =
        new Shared(t ->
            t.withStart(p.orderReceived(), p.vmmStarted(), p.guestReady(), p.commandStarted()));
    for (int i = e.first(); i < e.first() + e.count(); i++) {
      Vm vm = state.requireVm(entry, i);
      vms.put(entry, vm.to(VmStatus.RUNNING, timings.of(vm), at));
    }
    vms.settle(entry, at);
  }

  private static Vm adopted(Vm vm, long at) {
    return switch (vm.status()) {
      case ASSIGNED, STARTING -> vm.to(VmStatus.RUNNING, vm.timings(), at);
      case RUNNING, PAUSED, SUSPENDED, STOPPING -> vm;
      case CREATED, PENDING, EXITED, FAILED, LOST, CANCELLED ->
          throw new IllegalStateException(vm.id() + " cannot be adopted: it is " + vm.status());
    };
  }

  private static Vm held(Vm vm, VmHold hold, long at) {
    VmStatus next =
        switch (hold) {
          case NONE -> VmStatus.RUNNING;
          case PAUSED -> VmStatus.PAUSED;
          case SUSPENDED -> VmStatus.SUSPENDED;
        };
    return vm.to(next, vm.timings(), at);
  }

  private static VmHold holdOf(Vm vm) {
    return switch (vm.status()) {
      case PAUSED -> VmHold.PAUSED;
      case SUSPENDED -> VmHold.SUSPENDED;
      case CREATED,
          PENDING,
          ASSIGNED,
          STARTING,
          RUNNING,
          STOPPING,
          EXITED,
          FAILED,
          LOST,
          CANCELLED ->
          VmHold.NONE;
    };
  }

  private void ended(VmEnded e, long at) {
    JobEntry entry = state.requireJob(e.vm().job());
    Vm vm = state.requireVm(e.vm());
    Vm ended = vm.ended(e.status(), e.exit(), at);
    vms.release(entry, vm, at);
    vms.put(entry, ended);
    boolean byItself = e.status() != VmStatus.CANCELLED && vm.status() != VmStatus.STOPPING;
    if (byItself && !e.exit().succeeded()) {
      entry.failures++;
    }
    vms.settle(entry, at);
  }

  private void requeued(VmRequeued e, long at) {
    JobEntry entry = state.requireJob(e.vm().job());
    Vm vm = state.requireVm(e.vm());
    Vm waiting = vm.requeued(e.attempts(), e.notBefore(), e.avoid(), e.reason(), at);
    vms.release(entry, vm, at);
    vms.put(entry, waiting);
    vms.settle(entry, at);
  }

  private void change(VmId id, UnaryOperator<Vm> how, long at) {
    JobEntry entry = state.requireJob(id.job());
    vms.put(entry, how.apply(state.requireVm(id)));
    vms.settle(entry, at);
  }

  private Host host(HostId id) {
    return state.requireHost(id).host;
  }

  void restoreJob(Job job) {
    vms.enter(job);
  }

  void restoreHost(Host host) {
    hosts.restore(host);
  }

  void restoreVm(Vm vm) {
    JobEntry entry = state.requireJob(vm.id().job());
    vms.restore(entry, vm);
  }

  void restoreGhost(Ghost ghost) {
    state
        .requireHost(ghost.host())
        .ghosts
        .put(new HostEntry.GhostKey(ghost.vm(), ghost.incarnation()), ghost);
    state.fleet.held(ghost.host(), ghost.resources());
  }

  /// To be called when all else has been restored.
  void restoreTimers() {
    state.jobs.values().forEach(vms::enterTimersAndCharge);
    List.copyOf(state.namespaces.values()).forEach(vms::forgetIdle);
  }

  /// VMs of a run that had the same timings have the same again: one object for all of them.
  private static final class Shared {
    private final UnaryOperator<VmTimings> how;
    private VmTimings before = VmTimings.admitted(0, 0);
    private VmTimings after = before;
    private boolean used;

    Shared(UnaryOperator<VmTimings> how) {
      this.how = how;
    }

    @SuppressWarnings("ReferenceEquality")
    VmTimings of(Vm vm) {
      if (!used || vm.timings() != before) {
        before = vm.timings();
        after = how.apply(before);
        used = true;
      }
      return after;
    }
  }
}
