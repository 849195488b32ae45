package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Namespace;
import dev.skiff.contracts.state.Vm;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/// Entities that changed, by id, as they are afterwards; empty where one is gone. Its maps belong
/// to it and are not changed any more.
///
/// @param jobsOfVms the jobs of the VMs in `vms` that are not gone, changed or not: a VM's spec and
///   name stand there
public record Changes(
    Map<HostId, Optional<Host>> hosts,
    Map<JobId, Optional<Job>> jobs,
    Map<VmId, Optional<Vm>> vms,
    Map<JobId, Job> jobsOfVms,
    Map<String, Optional<Namespace>> namespaces) {
  public Changes {
    hosts = Collections.unmodifiableMap(hosts);
    jobs = Collections.unmodifiableMap(jobs);
    vms = Collections.unmodifiableMap(vms);
    jobsOfVms = Collections.unmodifiableMap(jobsOfVms);
    namespaces = Collections.unmodifiableMap(namespaces);
  }

  public boolean isEmpty() {
    return hosts.isEmpty() && jobs.isEmpty() && vms.isEmpty() && namespaces.isEmpty();
  }
}
