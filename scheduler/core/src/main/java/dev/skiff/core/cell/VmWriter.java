package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.CallOff;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.JobStatus;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmCounts;
import dev.skiff.contracts.state.VmStatus;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/// Puts VMs and jobs into a [CellState] and keeps everything that is found by them in line: queue,
/// hosts, namespaces, timers, the fleet that placement sees.
final class VmWriter {
  private final CellState state;

  VmWriter(CellState state) {
    this.state = state;
  }

  /// Puts a VM in the place of what was there. [#settle] must follow once the event is done.
  void put(JobEntry entry, Vm vm) {
    int index = vm.id().index();
    Vm before = entry.vm(index);
    if (before == null) {
      state.vmCount++;
    } else {
      leaveIndexes(entry, before);
      if (before.status().isOnHost()
          && before.status() != VmStatus.STOPPING
          && vm.status() == VmStatus.STOPPING) {
        hold(entry, before, -1);
      }
    }
    entry.put(index, vm);
    enterIndexes(entry, vm);
    state.tracker.vm(vm.id());
  }

  void remove(JobEntry entry, Vm vm) {
    leaveIndexes(entry, vm);
    entry.put(vm.id().index(), null);
    entry.job = entry.job.withRemoved(vm.incarnation());
    state.vmCount--;
    state.tracker.vm(vm.id());
  }

  /// VMs of a job get room on a host.
  void take(JobEntry entry, HostEntry host, Resources each, int count, long at) {
    host.take(each.times(count), count, at);
    if (entry.spec().exclusive()) {
      host.exclusive += count;
    }
    hold(entry, host, each, count);
    state.fleet.placed(host.host.id(), entry.job.id(), each, count, 0, at);
    state.tracker.host(host.host.id());
  }

  /// A VM gives back what it holds on its host, if it does. To be called before it is put in a
  /// status that holds nothing.
  void release(JobEntry entry, Vm vm, long at) {
    HostId id = vm.host();
    if (!vm.status().isOnHost() || id == null) {
      return;
    }
    HostEntry host = state.requireHost(id);
    Resources each = entry.resources(vm);
    host.vms.remove(vm.id());
    host.give(each, at);
    if (entry.spec().exclusive()) {
      host.exclusive--;
    }
    if (host.vms.isEmpty()) {
      state.emptying.remove(id);
    }
    if (vm.status() != VmStatus.STOPPING) {
      hold(entry, host, each, -1);
    }
    state.fleet.left(id, entry.job.id(), each, 1, vm.timings().assigned(), at);
    state.tracker.host(id);
  }

  /// Brings a job in line with its VMs.
  void settle(JobEntry entry, long at) {
    settle(entry, entry.job.calledOff(), at);
  }

  void settle(JobEntry entry, @Nullable CallOff calledOff, long at) {
    Job old = entry.job;
    leaveTimers(old);
    charge(entry, old, -1);
    entry.job = old.counting(entry.counts, calledOff, entry.failures, at);
    if (!entry.job.older().isEmpty()) {
      entry.job = entry.job.withOlder(entry.olderInUse(), at);
    }
    charge(entry, entry.job, 1);
    enterTimers(entry);
    forgetIdle(namespace(entry));
    state.tracker.job(old.id());
  }

  /// Takes a job out of everything; its VMs are gone already, or go with it.
  void drop(JobEntry entry) {
    Job job = entry.job;
    for (Vm vm : entry.present()) {
      remove(entry, vm);
    }
    leaveTimers(job);
    charge(entry, job, -1);
    state.callingOff.remove(job.id());
    state.outOfShape.remove(job.id());
    state.jobs.remove(job.id());
    state.fleet.forgetJob(job.id());
    if (job.spec().name() != null) {
      state.names.remove(CellState.fullName(job.spec()));
    }
    forgetIdle(namespace(entry));
    state.tracker.job(job.id());
  }

  /// A job's spec becomes another one.
  void replaceSpec(JobEntry entry, int generation, JobSpec spec, long at) {
    JobSpec old = entry.spec();
    if (!old.namespace().equals(spec.namespace())
        || old.exclusive() != spec.exclusive()
        || old.placement().priority() != spec.placement().priority()) {
      throw new IllegalStateException(
          entry.job.id() + ": namespace, exclusive and priority cannot be changed");
    }
    leaveTimers(entry.job);
    charge(entry, entry.job, -1);
    entry.job = entry.job.updated(generation, spec, at);
    entry.recount();
    charge(entry, entry.job, 1);
    settle(entry, at);
    state.fleet.job(entry.job.id(), spec);
  }

  /// Takes in a VM that stands as it is.
  void restore(JobEntry entry, Vm vm) {
    entry.restore(vm);
    state.vmCount++;
    enterIndexes(entry, vm);
    HostId id = vm.host();
    if (!vm.status().isOnHost() || id == null) {
      return;
    }
    HostEntry host = state.requireHost(id);
    Resources each = entry.resources(vm);
    host.vms.add(vm.id());
    if (entry.spec().exclusive()) {
      host.exclusive++;
    }
    if (host.host.status() == HostStatus.LOST) {
      state.emptying.add(id);
    }
    if (vm.status() != VmStatus.STOPPING) {
      hold(entry, host, each, 1);
    }
    state.fleet.placed(id, entry.job.id(), each, 1, 0, vm.timings().assigned());
  }

  /// Takes in a job that stands as it is, without its VMs.
  JobEntry enter(Job job) {
    JobEntry entry = new JobEntry(job);
    state.jobs.put(job.id(), entry);
    state.fleet.job(job.id(), job.spec());
    if (job.spec().name() != null) {
      state.names.put(CellState.fullName(job.spec()), job.id());
    }
    return entry;
  }

  /// Counts a job for its namespace, and sets its timers.
  void enterTimersAndCharge(JobEntry entry) {
    charge(entry, entry.job, 1);
    enterTimers(entry);
  }

  private void leaveIndexes(JobEntry entry, Vm vm) {
    if (vm.status() == VmStatus.PENDING) {
      state.pending.remove(entry.job, vm.id().index());
      if (vm.notBefore() > 0) {
        state.delays.merge(vm.notBefore(), -1, (a, b) -> a + b == 0 ? null : a + b);
      }
      state.nominated.remove(vm.id());
    }
    if (!vm.status().isFinal()) {
      state.unfinishedVms--;
    }
  }

  private void enterIndexes(JobEntry entry, Vm vm) {
    if (vm.status() == VmStatus.PENDING) {
      state.pending.add(entry.job, vm.id().index());
      if (vm.notBefore() > 0) {
        state.delays.merge(vm.notBefore(), 1, Integer::sum);
      }
      if (vm.nominated() != null) {
        state.nominated.add(vm.id());
      }
    }
    if (!vm.status().isFinal()) {
      state.unfinishedVms++;
    }
  }

  private void leaveTimers(Job job) {
    Long ttl = job.spec().ttlSecondsAfterFinished();
    if (ttl != null && job.status().isFinal()) {
      state.expiries.remove(CellState.Due.after(job.finished(), ttl, job.id()));
    }
    Long deadline = job.spec().activeDeadlineSeconds();
    if (deadline != null && job.status() == JobStatus.ACTIVE) {
      state.deadlines.remove(CellState.Due.after(job.accepted(), deadline, job.id()));
    }
  }

  private void enterTimers(JobEntry entry) {
    Job job = entry.job;
    Long ttl = job.spec().ttlSecondsAfterFinished();
    if (ttl != null && job.status().isFinal()) {
      state.expiries.add(CellState.Due.after(job.finished(), ttl, job.id()));
    }
    Long deadline = job.spec().activeDeadlineSeconds();
    if (deadline != null && job.status() == JobStatus.ACTIVE) {
      state.deadlines.add(CellState.Due.after(job.accepted(), deadline, job.id()));
    }
    VmCounts counts = job.counts();
    include(
        state.callingOff,
        entry,
        job.status() == JobStatus.CANCELLING && counts.unfinished() > counts.stopping());
    include(
        state.outOfShape,
        entry,
        job.spec().isService() && !job.isCalledOff() && !entry.isInShape());
  }

  private static void include(NavigableSet<JobId> set, JobEntry entry, boolean wanted) {
    if (wanted) {
      set.add(entry.job.id());
    } else {
      set.remove(entry.job.id());
    }
  }

  private void charge(JobEntry entry, Job job, int sign) {
    Resources amount =
        job.spec().vm().resources().times(Math.min(job.counts().unfinished(), job.spec().atOnce()));
    NamespaceEntry namespace = namespace(entry);
    namespace.used = sign > 0 ? namespace.used.plus(amount) : namespace.used.minus(amount);
    state.tracker.namespace(namespace.name);
  }

  /// A VM that holds a host counts for whoever looks for VMs that could give way, or not any more.
  private void hold(JobEntry entry, Vm vm, int count) {
    HostId id = vm.host();
    if (id != null) {
      hold(entry, state.requireHost(id), entry.resources(vm), count);
    }
  }

  private void hold(JobEntry entry, HostEntry host, Resources each, int count) {
    int priority = entry.spec().placement().priority();
    host.hold(priority, each, count);
    NamespaceEntry namespace = namespace(entry);
    namespace.held =
        count > 0
            ? namespace.held.plus(each.times(count))
            : namespace.held.minus(each.times(-(long) count));
    state.priorities.merge(priority, count, (a, b) -> a + b == 0 ? null : a + b);
  }

  private NamespaceEntry namespace(JobEntry entry) {
    return state.namespaces.computeIfAbsent(entry.spec().namespace(), NamespaceEntry::new);
  }

  void forgetIdle(NamespaceEntry namespace) {
    if (namespace.isIdle()) {
      state.namespaces.remove(namespace.name);
      state.tracker.namespace(namespace.name);
    }
  }
}
