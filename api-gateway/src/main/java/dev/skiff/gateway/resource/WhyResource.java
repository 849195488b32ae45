package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.List;

/// Why something is as it is: where it is, what it waits for, and what it failed of.
public final class WhyResource {
  private WhyResource() {}

  public static ObjectNode of(Vm vm, Job job) {
    ObjectNode node = about("Vm", vm.id().toString(), VmResource.name(vm, job));
    ObjectNode status = VmResource.brief(vm, job);
    node.set("status", status);
    if (vm.avoid() != null && vm.status() == VmStatus.PENDING) {
      status.put("avoiding", vm.avoid().value());
    }
    if (job.waiting() != null && vm.status() == VmStatus.PENDING) {
      status.set("waiting", ExplanationResource.of(job.waiting()));
    }
    return node;
  }

  /// @param failed some of its VMs that failed
  public static ObjectNode of(Job job, List<Vm> failed) {
    String name = job.spec().name();
    ObjectNode node =
        about(JobResource.kind(job), job.id().value(), name == null ? job.id().value() : name);
    ObjectNode status = node.putObject("status").put("state", job.status().name());
    status.set("vms", JobResource.counts(job.counts()));
    if (job.calledOff() != null) {
      status.put("calledOff", JobResource.calledOff(job.calledOff()));
    }
    status.put("failures", job.failures());
    if (job.waiting() != null) {
      status.set("waiting", ExplanationResource.of(job.waiting()));
    }
    if (!failed.isEmpty()) {
      ArrayNode examples = status.putArray("failed");
      failed.forEach(vm ->
          examples.add(
              Json.object().put("id", vm.id().toString()).setAll(VmResource.brief(vm, job))));
    }
    return node;
  }

  private static ObjectNode about(String kind, String id, String name) {
    ObjectNode node = Resource.of("Why");
    node.putObject("about").put("kind", kind).put("id", id).put("name", name);
    return node;
  }
}
