package dev.skiff.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.VmCounts;
import dev.skiff.gateway.functions.Deployment;
import dev.skiff.gateway.functions.Functions;
import dev.skiff.gateway.resource.FunctionResource;
import dev.skiff.gateway.resource.Times;
import dev.skiff.gateway.view.Filter;
import dev.skiff.gateway.view.Page;
import dev.skiff.gateway.view.Seen;
import java.util.Set;

/// Functions with what is known of how they are.
final class FunctionStatus {
  /// Label of the jobs in which dispatchers run a function's VMs.
  private static final String LABEL = "skiff.dev/function";

  private static final int MOST_JOBS = 1_000;

  private final Services services;
  private final Functions functions;

  FunctionStatus(Services services, Functions functions) {
    this.services = services;
    this.functions = functions;
  }

  /// Without its VMs, of which only a look into the views tells.
  ObjectNode brief(Deployment one) {
    ObjectNode node = FunctionResource.manifest(one.spec());
    FunctionId id = one.spec().id();
    node.putObject("status")
        .put("version", one.version())
        .put("deployed", Times.text(one.at()))
        .put("queued", functions.invocations().outstanding(id))
        .put("parked", functions.parked(id).size());
    return node;
  }

  ObjectNode whole(Deployment one) {
    ObjectNode node = brief(one);
    if (node.get("status") instanceof ObjectNode status) {
      vms(status.putObject("vms"), one.spec().id());
    }
    return node;
  }

  private void vms(ObjectNode vms, FunctionId id) {
    Filter ofFunction =
        new Filter(
            Selector.parse(LABEL + "=" + id.name()),
            Set.of("ACTIVE", "CANCELLING"),
            null,
            null,
            id.namespace(),
            null,
            null);
    Page<Seen<Job>> jobs = services.lists().jobs(ofFunction, MOST_JOBS, null);
    int pending = 0;
    int starting = 0;
    int running = 0;
    int stopping = 0;
    for (Seen<Job> job : jobs.items()) {
      VmCounts counts = job.entity().counts();
      pending += counts.pending();
      starting += counts.starting();
      running += counts.running() + counts.held();
      stopping += counts.stopping();
    }
    vms.put("pending", pending)
        .put("starting", starting)
        .put("running", running)
        .put("stopping", stopping);
  }
}
