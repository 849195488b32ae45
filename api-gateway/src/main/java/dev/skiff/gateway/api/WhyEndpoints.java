package dev.skiff.gateway.api;

import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.resource.WhyResource;
import dev.skiff.gateway.view.Filter;
import dev.skiff.gateway.view.VmWithJob;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Why a VM or a job is as it is.
final class WhyEndpoints {
  /// VMs that failed of which a job's answer tells.
  private static final int MOST_FAILED = 10;

  private static final Set<String> IN_FAILURE =
      Set.of(VmStatus.EXITED.name(), VmStatus.FAILED.name(), VmStatus.LOST.name());

  private final Services services;

  WhyEndpoints(Services services) {
    this.services = services;
  }

  Map<String, Endpoint> all() {
    return Map.of("whyVm", this::vm, "whyJob", this::job);
  }

  private Answer vm(Call call) throws InterruptedException {
    VmWithJob vm = services.lookup().vm(call.required("id"), call.required("namespace"));
    return Answer.json(200, WhyResource.of(vm.vm().entity(), vm.job()));
  }

  private Answer job(Call call) throws InterruptedException {
    Job job = services.lookup().job(call.required("id"), call.required("namespace")).entity();
    return Answer.json(200, WhyResource.of(job, failed(job)));
  }

  private List<Vm> failed(Job job) {
    if (job.counts().failed() == 0) {
      return List.of();
    }
    Filter filter = Filter.ofJob(job.id(), IN_FAILURE);
    return services.lists().vms(filter, 10 * MOST_FAILED, null).items().stream()
        .map(seen -> seen.vm().entity())
        .filter(vm -> vm.exit() == null || !vm.exit().succeeded())
        .limit(MOST_FAILED)
        .toList();
  }
}
