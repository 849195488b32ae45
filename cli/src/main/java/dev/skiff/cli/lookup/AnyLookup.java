package dev.skiff.cli.lookup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.api.ApiClient;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.view.Host;
import dev.skiff.cli.view.Job;
import dev.skiff.cli.view.Vm;
import java.util.List;

/// Finds whatever an id or name means: a VM, else a job, else a host. A whole name wins over a
/// beginning, and a beginning that means several VMs may still mean one job.
public final class AnyLookup {
  private final VmLookup vms;
  private final JobLookup jobs;
  private final HostLookup hosts;

  public AnyLookup(ApiClient api) {
    this.vms = new VmLookup(api);
    this.jobs = new JobLookup(api);
    this.hosts = new HostLookup(api);
  }

  /// The thing as the API shows it.
  ///
  /// @throws Failure when there is none, or several of each kind
  public JsonNode find(String text) throws InterruptedException {
    List<Vm> vmsFound = vms.beginningWith(text);
    for (Vm vm : vmsFound) {
      if (vm.id().equals(text) || vm.name().equals(text)) {
        return vm.json();
      }
    }
    List<Job> jobsFound = jobs.beginningWith(text);
    for (Job job : jobsFound) {
      if (job.id().equals(text) || job.name().equals(text)) {
        return job.json();
      }
    }
    List<Host> hostsFound = hosts.beginningWith(text);
    if (hostsFound.stream().anyMatch(host -> host.id().equals(text))) {
      return HostLookup.choose(text, hostsFound).json();
    }
    if (vmsFound.size() == 1) {
      return vmsFound.getFirst().json();
    }
    if (jobsFound.size() == 1) {
      return jobsFound.getFirst().json();
    }
    if (!vmsFound.isEmpty()) {
      return VmLookup.choose(text, vmsFound).json();
    }
    if (!hostsFound.isEmpty()) {
      return HostLookup.choose(text, hostsFound).json();
    }
    throw new Failure(
        "no VM, job or host \"" + text + "\"",
        "see what there is: skiff ps -a, skiff job ls, skiff host ls");
  }
}
