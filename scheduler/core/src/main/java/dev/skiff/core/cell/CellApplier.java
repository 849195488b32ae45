package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.GhostGone;
import dev.skiff.contracts.log.CellEvent.GhostSeen;
import dev.skiff.contracts.log.CellEvent.HostChanged;
import dev.skiff.contracts.log.CellEvent.HostJoined;
import dev.skiff.contracts.log.CellEvent.HostLost;
import dev.skiff.contracts.log.CellEvent.HostRecovered;
import dev.skiff.contracts.log.CellEvent.HostSuspected;
import dev.skiff.contracts.log.CellEvent.InputRejected;
import dev.skiff.contracts.log.CellEvent.JobAdmitted;
import dev.skiff.contracts.log.CellEvent.JobCancelling;
import dev.skiff.contracts.log.CellEvent.JobRemoved;
import dev.skiff.contracts.log.CellEvent.KeysExpired;
import dev.skiff.contracts.log.CellEvent.Outcome;
import dev.skiff.contracts.log.CellEvent.VmAdopted;
import dev.skiff.contracts.log.CellEvent.VmEnded;
import dev.skiff.contracts.log.CellEvent.VmRemoved;
import dev.skiff.contracts.log.CellEvent.VmRequeued;
import dev.skiff.contracts.log.CellEvent.VmRunning;
import dev.skiff.contracts.log.CellEvent.VmStarting;
import dev.skiff.contracts.log.CellEvent.VmStopping;
import dev.skiff.contracts.log.CellEvent.VmsAssigned;
import dev.skiff.contracts.log.CellEvent.VmsPending;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.state.Ghost;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.JobStatus;
import dev.skiff.contracts.state.StoredKey;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmCounts;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.contracts.state.VmTimings;

/// Writes events into a [CellState]. One method per event; each changes state and decides nothing.
final class CellApplier {
  private final CellState state;

  CellApplier(CellState state) {
    this.state = state;
  }

  void apply(CellEvent event, long at) {
    switch (event) {
      case Outcome _, InputRejected _ -> {}
      case JobAdmitted e -> jobAdmitted(e, at);
      case JobCancelling e -> jobCancelling(e, at);
      case JobRemoved e -> jobRemoved(e);
      case KeysExpired e -> e.keys().forEach(state.keys::remove);
      case VmsAssigned e -> vmsAssigned(e, at);
      case VmsPending e -> vmsPending(e, at);
      case VmStarting e -> {
        Vm vm = state.requireVm(e.vm());
        put(vm.to(VmStatus.STARTING, vm.timings().withOrderReceived(e.orderReceived()), at));
      }
      case VmRunning e -> vmRunning(e, at);
      case VmAdopted e -> vmAdopted(e, at);
      case VmStopping e -> vmStopping(e, at);
      case VmEnded e -> vmEnded(e, at);
      case VmRequeued e -> vmRequeued(e, at);
      case VmRemoved e -> vmRemoved(e.vm(), at);
      case HostJoined e -> hostJoined(e, at);
      case HostChanged e -> hostChanged(e, at);
      case HostSuspected e -> hostStatus(e.host(), HostStatus.SUSPECT, at);
      case HostRecovered e -> hostStatus(e.host(), HostStatus.READY, at);
      case HostLost e -> hostLost(e, at);
      case GhostSeen e -> addGhost(new Ghost(e.host(), e.vm(), e.incarnation(), e.resources()), at);
      case GhostGone e -> ghostGone(e, at);
    }
  }

  private void jobAdmitted(JobAdmitted e, long at) {
    Job job =
        new Job(
            e.job(),
            e.sequence(),
            e.spec(),
            JobStatus.ACTIVE,
            VmCounts.NONE,
            e.submitted(),
            at,
            0,
            at);
    JobEntry entry = new JobEntry(job);
    if (state.jobs.putIfAbsent(e.job(), entry) != null) {
      throw new IllegalStateException("job " + e.job() + " was admitted before");
    }
    rememberName(job);
    if (e.idempotency() != null) {
      state.keys.put(e.idempotency().key(), new StoredKey(e.idempotency(), e.job(), at));
    }
    VmStatus status = e.held() ? VmStatus.CREATED : VmStatus.PENDING;
    VmTimings timings = VmTimings.admitted(e.submitted(), at);
    for (int i = 0; i < e.spec().count(); i++) {
      put(
          new Vm(
              new VmId(e.job(), i), status, 0, null, 0, 0, null, false, null, null, timings, at));
    }
  }

  private void jobCancelling(JobCancelling e, long at) {
    JobEntry entry = state.requireJob(e.job());
    setJob(entry, entry.job.counts(), true, at);
  }

  private void jobRemoved(JobRemoved e) {
    JobEntry entry = state.requireJob(e.job());
    for (Vm vm : entry.present()) {
      remove(entry, vm);
    }
    drop(entry);
  }

  private void vmsAssigned(VmsAssigned e, long at) {
    HostEntry host = state.requireHost(e.host());
    for (int i = e.first(); i < e.first() + e.count(); i++) {
      VmId id = new VmId(e.job(), i);
      put(state.requireVm(id).assigned(e.incarnation(), e.host(), at));
      host.vms.add(id);
      host.take(state.resourcesOf(id), at);
    }
    state.tracker.host(e.host());
  }

  private void vmsPending(VmsPending e, long at) {
    for (int i = e.first(); i < e.first() + e.count(); i++) {
      put(state.requireVm(new VmId(e.job(), i)).waiting(e.reason(), at));
    }
  }

  private void vmRunning(VmRunning e, long at) {
    Vm vm = state.requireVm(e.vm());
    StartPhases p = e.phases();
    VmTimings timings =
        vm.timings()
            .withStart(p.orderReceived(), p.vmmStarted(), p.guestReady(), p.commandStarted());
    put(vm.to(VmStatus.RUNNING, timings, at));
  }

  private void vmAdopted(VmAdopted e, long at) {
    Vm vm = state.requireVm(e.vm());
    switch (vm.status()) {
      case ASSIGNED, STARTING -> put(vm.to(VmStatus.RUNNING, vm.timings(), at));
      case RUNNING, STOPPING -> {}
      case CREATED, PENDING, EXITED, FAILED, LOST, CANCELLED ->
          throw new IllegalStateException(vm.id() + " cannot be adopted: it is " + vm.status());
    }
  }

  private void vmStopping(VmStopping e, long at) {
    put(state.requireVm(e.vm()).stopping(e.remove(), at));
  }

  private void vmEnded(VmEnded e, long at) {
    Vm vm = state.requireVm(e.vm());
    Vm ended = vm.ended(e.status(), e.exit(), at);
    release(vm, at);
    put(ended);
  }

  private void vmRequeued(VmRequeued e, long at) {
    Vm vm = state.requireVm(e.vm());
    Vm waiting = vm.requeued(e.attempts(), e.notBefore(), e.avoid(), e.reason(), at);
    release(vm, at);
    put(waiting);
  }

  private void vmRemoved(VmId id, long at) {
    JobEntry entry = state.requireJob(id.job());
    Vm vm = state.requireVm(id);
    if (vm.status().isOnHost()) {
      throw new IllegalStateException(id + " cannot be removed: it is " + vm.status());
    }
    remove(entry, vm);
    VmCounts counts = entry.job.counts().with(vm, -1);
    if (counts.total() == 0) {
      drop(entry);
    } else {
      setJob(entry, counts, entry.job.status().isCalledOff(), at);
    }
  }

  private void remove(JobEntry entry, Vm vm) {
    leaveIndexes(entry.job, vm);
    entry.vms[vm.id().index()] = null;
    state.vmCount--;
    state.tracker.vm(vm.id());
  }

  private void drop(JobEntry entry) {
    Job job = entry.job;
    state.jobs.remove(job.id());
    state.callingOff.remove(job.id());
    forgetExpiry(job);
    if (job.spec().name() != null) {
      state.names.remove(job.spec().namespace() + "/" + job.spec().name());
    }
    state.tracker.job(job.id());
  }

  /// Puts a VM in the place of what was there, and brings its job's counts and every index in line.
  private void put(Vm vm) {
    JobEntry entry = state.requireJob(vm.id().job());
    Vm before = entry.vms[vm.id().index()];
    VmCounts counts = entry.job.counts();
    if (before == null) {
      state.vmCount++;
    } else {
      counts = counts.with(before, -1);
      leaveIndexes(entry.job, before);
    }
    entry.vms[vm.id().index()] = vm;
    enterIndexes(entry.job, vm);
    setJob(entry, counts.with(vm, 1), entry.job.status().isCalledOff(), vm.changed());
    state.tracker.vm(vm.id());
  }

  private void leaveIndexes(Job job, Vm vm) {
    if (vm.status() == VmStatus.PENDING) {
      state.pending.remove(job, vm.id().index());
      if (vm.notBefore() > 0) {
        state.delays.merge(vm.notBefore(), -1, (a, b) -> a + b == 0 ? null : a + b);
      }
    }
    if (isUnanswered(vm)) {
      state.unanswered.remove(vm.id());
    }
    if (!vm.status().isFinal()) {
      state.unfinishedVms--;
    }
  }

  private void enterIndexes(Job job, Vm vm) {
    if (vm.status() == VmStatus.PENDING) {
      state.pending.add(job, vm.id().index());
      if (vm.notBefore() > 0) {
        state.delays.merge(vm.notBefore(), 1, Integer::sum);
      }
    }
    if (isUnanswered(vm)) {
      state.unanswered.add(vm.id());
    }
    if (!vm.status().isFinal()) {
      state.unfinishedVms++;
    }
  }

  private static boolean isUnanswered(Vm vm) {
    return vm.status() == VmStatus.ASSIGNED || vm.status() == VmStatus.STOPPING;
  }

  private void release(Vm vm, long at) {
    if (vm.status().isOnHost() && vm.host() != null) {
      HostEntry host = state.requireHost(vm.host());
      host.vms.remove(vm.id());
      host.give(state.resourcesOf(vm.id()), at);
      if (host.vms.isEmpty()) {
        state.emptying.remove(vm.host());
      }
      state.tracker.host(vm.host());
    }
  }

  private void setJob(JobEntry entry, VmCounts counts, boolean calledOff, long at) {
    Job old = entry.job;
    JobStatus status = JobStatus.of(counts, calledOff);
    long finished = !status.isFinal() ? 0 : old.status().isFinal() ? old.finished() : at;
    forgetExpiry(old);
    entry.job =
        new Job(
            old.id(),
            old.sequence(),
            old.spec(),
            status,
            counts,
            old.submitted(),
            old.accepted(),
            finished,
            at);
    rememberExpiry(entry.job);
    noteCallingOff(entry.job);
    state.tracker.job(old.id());
  }

  private void noteCallingOff(Job job) {
    VmCounts counts = job.counts();
    if (job.status() == JobStatus.CANCELLING && counts.unfinished() > counts.stopping()) {
      state.callingOff.add(job.id());
    } else {
      state.callingOff.remove(job.id());
    }
  }

  private void rememberExpiry(Job job) {
    Long ttl = job.spec().ttlSecondsAfterFinished();
    if (ttl != null && job.status().isFinal()) {
      state.expiries.add(new CellState.Expiry(job.finished() + ttl * 1_000_000, job.id()));
    }
  }

  private void forgetExpiry(Job job) {
    Long ttl = job.spec().ttlSecondsAfterFinished();
    if (ttl != null && job.status().isFinal()) {
      state.expiries.remove(new CellState.Expiry(job.finished() + ttl * 1_000_000, job.id()));
    }
  }

  private void rememberName(Job job) {
    if (job.spec().name() != null) {
      state.names.put(job.spec().namespace() + "/" + job.spec().name(), job.id());
    }
  }

  private void hostJoined(HostJoined e, long at) {
    HostEntry entry = state.hosts.get(e.host());
    if (entry == null) {
      entry =
          new HostEntry(
              new Host(
                  e.host(), HostStatus.READY, e.session(), e.facts(), Resources.NONE, 0, at, at));
      state.hosts.put(e.host(), entry);
    } else {
      Host old = entry.host;
      entry.host =
          new Host(
              old.id(), HostStatus.READY, e.session(), e.facts(), old.used(), old.vms(), at, at);
      state.emptying.remove(e.host());
    }
    state.tracker.host(e.host());
  }

  private void hostChanged(HostChanged e, long at) {
    HostEntry entry = state.requireHost(e.host());
    set(entry, entry.host.status(), e.facts(), at);
  }

  private void hostStatus(HostId id, HostStatus status, long at) {
    HostEntry entry = state.requireHost(id);
    set(entry, status, entry.host.facts(), at);
  }

  private void hostLost(HostLost e, long at) {
    hostStatus(e.host(), HostStatus.LOST, at);
    HostEntry entry = state.requireHost(e.host());
    // What runs there besides is out of reach as well; should it come back, it is reported again.
    for (Ghost ghost : entry.ghosts.values()) {
      entry.give(ghost.resources(), at);
    }
    entry.ghosts.clear();
    if (!entry.vms.isEmpty()) {
      state.emptying.add(e.host());
    }
  }

  private void set(HostEntry entry, HostStatus status, HostFacts facts, long at) {
    entry.host = entry.host.with(status, facts, at);
    state.tracker.host(entry.host.id());
  }

  private void addGhost(Ghost ghost, long at) {
    HostEntry entry = state.requireHost(ghost.host());
    Ghost before = entry.ghosts.put(new HostEntry.GhostKey(ghost.vm(), ghost.incarnation()), ghost);
    if (before != null) {
      entry.give(before.resources(), at);
    }
    entry.take(ghost.resources(), at);
    state.tracker.host(ghost.host());
  }

  private void ghostGone(GhostGone e, long at) {
    HostEntry entry = state.requireHost(e.host());
    Ghost ghost = entry.ghosts.remove(new HostEntry.GhostKey(e.vm(), e.incarnation()));
    if (ghost == null) {
      throw new IllegalStateException("no ghost of " + e.vm() + " on " + e.host());
    }
    entry.give(ghost.resources(), at);
    state.tracker.host(e.host());
  }

  void restoreJob(Job job) {
    state.jobs.put(job.id(), new JobEntry(job));
    rememberName(job);
    rememberExpiry(job);
    noteCallingOff(job);
  }

  void restoreHost(Host host) {
    state.hosts.put(host.id(), new HostEntry(host));
  }

  void restoreVm(Vm vm) {
    JobEntry entry = state.requireJob(vm.id().job());
    entry.vms[vm.id().index()] = vm;
    state.vmCount++;
    enterIndexes(entry.job, vm);
    if (vm.status().isOnHost() && vm.host() != null) {
      HostEntry host = state.requireHost(vm.host());
      host.vms.add(vm.id());
      if (host.host.status() == HostStatus.LOST) {
        state.emptying.add(vm.host());
      }
    }
  }

  void restoreGhost(Ghost ghost) {
    state
        .requireHost(ghost.host())
        .ghosts
        .put(new HostEntry.GhostKey(ghost.vm(), ghost.incarnation()), ghost);
  }
}
