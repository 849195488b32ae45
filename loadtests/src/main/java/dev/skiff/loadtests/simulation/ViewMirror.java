package dev.skiff.loadtests.simulation;

import static dev.skiff.loadtests.simulation.InvariantViolation.require;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.core.cell.CellState;
import dev.skiff.core.cell.Changes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What people would look at: the entities as an owner has told them since it took over.
final class ViewMirror {
  private final Map<HostId, Host> hosts = new HashMap<>();
  private final Map<JobId, Job> jobs = new HashMap<>();
  private final Map<VmId, Vm> vms = new HashMap<>();
  private boolean whole;

  void clear() {
    hosts.clear();
    jobs.clear();
    vms.clear();
    whole = false;
  }

  void take(Changes changes) {
    take(hosts, changes.hosts());
    take(jobs, changes.jobs());
    take(vms, changes.vms());
  }

  void becomesWhole() {
    whole = true;
  }

  private static <K, V> void take(Map<K, V> view, Map<K, Optional<V>> changes) {
    changes.forEach(
        (id, entity) -> entity.ifPresentOrElse(now -> view.put(id, now), () -> view.remove(id)));
  }

  void requireSame(CellState state) {
    require(whole, "an owner has not told everything");
    Map<HostId, Host> trueHosts = new HashMap<>();
    state.hosts().forEach(host -> trueHosts.put(host.id(), host));
    Map<JobId, Job> trueJobs = new HashMap<>();
    Map<VmId, Vm> trueVms = new HashMap<>();
    for (Job job : state.jobs()) {
      trueJobs.put(job.id(), job);
      state.vmsOf(job.id()).forEach(vm -> trueVms.put(vm.id(), vm));
    }
    require(hosts.equals(trueHosts), "the view has hosts %s, the log %s", hosts, trueHosts);
    require(jobs.equals(trueJobs), "the view has jobs %s, the log %s", jobs, trueJobs);
    require(vms.equals(trueVms), "the view has VMs %s, the log %s", vms, trueVms);
  }
}
