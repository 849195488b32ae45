package dev.skiff.core.cell;

import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent.JobAdmitted;
import dev.skiff.contracts.log.CellEvent.JobCancelling;
import dev.skiff.contracts.log.CellEvent.JobRemoved;
import dev.skiff.contracts.log.CellEvent.JobUpdated;
import dev.skiff.contracts.log.CellEvent.JobWaiting;
import dev.skiff.contracts.log.CellEvent.KeyRefused;
import dev.skiff.contracts.log.CellEvent.QuotaSet;
import dev.skiff.contracts.log.CellEvent.VmsAdded;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.StoredKey;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.contracts.state.VmTimings;

/// Writes what happens to jobs, keys and namespaces into a [CellState].
final class JobWriter {
  private final CellState state;
  private final VmWriter vms;

  JobWriter(CellState state, VmWriter vms) {
    this.state = state;
    this.vms = vms;
  }

  void admitted(JobAdmitted e, long at) {
    if (state.jobs.containsKey(e.job())) {
      throw new IllegalStateException("job " + e.job() + " was admitted before");
    }
    JobEntry entry = vms.enter(Job.admitted(e.job(), e.sequence(), e.spec(), e.submitted(), at));
    if (e.idempotency() != null) {
      store(new StoredKey(e.idempotency(), e.job(), null, at));
    }
    VmStatus status = e.held() ? VmStatus.CREATED : VmStatus.PENDING;
    VmTimings timings = VmTimings.admitted(e.submitted(), at);
    for (int i = 0; i < e.spec().count(); i++) {
      vms.put(entry, Vm.admitted(new VmId(e.job(), i), status, 0, timings, at));
    }
    vms.settle(entry, at);
  }

  void keyRefused(KeyRefused e, long at) {
    store(new StoredKey(e.key(), null, new StoredKey.Refusal(e.code(), e.detail()), at));
  }

  /// Stored anew, a key comes last in the order of storing.
  private void store(StoredKey key) {
    state.keys.remove(key.key().key());
    state.keys.put(key.key().key(), key);
  }

  void updated(JobUpdated e, long at) {
    JobEntry entry = state.requireJob(e.job());
    vms.replaceSpec(entry, e.generation(), e.spec(), at);
  }

  void cancelling(JobCancelling e, long at) {
    vms.settle(state.requireJob(e.job()), e.why(), at);
  }

  void waiting(JobWaiting e, long at) {
    JobEntry entry = state.requireJob(e.job());
    entry.job = entry.job.waitingFor(e.explanation(), at);
    state.tracker.job(e.job());
  }

  void vmsAdded(VmsAdded e, long at) {
    JobEntry entry = state.requireJob(e.job());
    VmTimings timings = VmTimings.admitted(at, at);
    for (int i = e.first(); i < e.first() + e.count(); i++) {
      if (entry.vm(i) != null) {
        throw new IllegalStateException(entry.id(i) + " is there already");
      }
      vms.put(
          entry,
          Vm.admitted(
              new VmId(e.job(), i), VmStatus.PENDING, entry.job.removedIncarnation(), timings, at));
    }
    vms.settle(entry, at);
  }

  void removed(JobRemoved e) {
    vms.drop(state.requireJob(e.job()));
  }

  void vmRemoved(VmId id, long at) {
    JobEntry entry = state.requireJob(id.job());
    Vm vm = state.requireVm(id);
    if (vm.status().isOnHost()) {
      throw new IllegalStateException(id + " cannot be removed: it is " + vm.status());
    }
    vms.remove(entry, vm);
    if (entry.counts.total() == 0 && (!entry.spec().isService() || entry.job.isCalledOff())) {
      vms.drop(entry);
    } else {
      vms.settle(entry, at);
    }
  }

  void quotaSet(QuotaSet e, long at) {
    NamespaceEntry namespace = state.namespaces.computeIfAbsent(e.namespace(), NamespaceEntry::new);
    namespace.quota = e.quota();
    namespace.changed = at;
    state.tracker.namespace(e.namespace());
    vms.forgetIdle(namespace);
  }
}
