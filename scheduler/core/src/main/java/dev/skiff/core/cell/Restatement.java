package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Namespace;
import dev.skiff.contracts.state.Vm;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Goes over everything that a state held at some moment, a slice at a time, while the state goes
/// on. What has changed meanwhile is given as it is now, what is gone is left out.
public final class Restatement {
  private final CellState state;
  private final Deque<HostId> hosts;
  private final Deque<JobId> jobs;
  private final Deque<String> namespaces;

  public Restatement(CellState state) {
    this.state = state;
    this.hosts = new ArrayDeque<>(state.hosts.keySet());
    this.jobs = new ArrayDeque<>(state.jobs.keySet());
    this.namespaces = new ArrayDeque<>(state.namespaces.keySet());
  }

  public boolean isDone() {
    return hosts.isEmpty() && jobs.isEmpty() && namespaces.isEmpty();
  }

  /// The next entities.
  ///
  /// @param most so many, and whole jobs
  public Changes next(int most) {
    Map<HostId, Optional<Host>> someHosts = new HashMap<>();
    while (!hosts.isEmpty() && someHosts.size() < most) {
      HostId id = hosts.removeFirst();
      Host host = state.host(id);
      if (host != null) {
        someHosts.put(id, Optional.of(host));
      }
    }
    Map<String, Optional<Namespace>> someNamespaces = new HashMap<>();
    while (!namespaces.isEmpty() && someHosts.size() + someNamespaces.size() < most) {
      String name = namespaces.removeFirst();
      Namespace namespace = state.namespace(name);
      if (namespace != null) {
        someNamespaces.put(name, Optional.of(namespace));
      }
    }
    Map<JobId, Optional<Job>> someJobs = new HashMap<>();
    Map<VmId, Optional<Vm>> someVms = new HashMap<>();
    Map<JobId, Job> jobsOfVms = new HashMap<>();
    int left = most - someHosts.size() - someNamespaces.size();
    while (!jobs.isEmpty() && someJobs.size() + someVms.size() < left) {
      JobEntry entry = state.jobs.get(jobs.removeFirst());
      if (entry != null) {
        someJobs.put(entry.job.id(), Optional.of(entry.job));
        jobsOfVms.put(entry.job.id(), entry.job);
        entry.present().forEach(vm -> someVms.put(vm.id(), Optional.of(vm)));
      }
    }
    return new Changes(someHosts, someJobs, someVms, jobsOfVms, someNamespaces);
  }
}
