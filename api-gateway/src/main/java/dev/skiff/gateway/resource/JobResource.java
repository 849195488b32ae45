package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.VmCounts;

/// A job as people read it: the manifest that made it, completed with the defaults, and its status.
public final class JobResource {
  private JobResource() {}

  public static ObjectNode of(Job job) {
    ObjectNode node = Resource.of("Job");
    ObjectNode metadata = node.putObject("metadata").put("id", job.id().value());
    String name = job.spec().name();
    metadata.put("name", name == null ? job.id().value() : name);
    metadata.put("namespace", job.spec().namespace());
    metadata.set("labels", Json.texts(job.spec().labels()));
    node.set("spec", spec(job.spec()));
    ObjectNode status = node.putObject("status").put("state", job.status().name());
    status.set("vms", counts(job.counts()));
    Times.put(status, "submitted", job.submitted());
    Times.put(status, "accepted", job.accepted());
    Times.put(status, "finished", job.finished());
    Times.put(status, "changed", job.changed());
    return node;
  }

  private static ObjectNode spec(JobSpec spec) {
    ObjectNode node = Json.object().put("count", spec.count());
    node.putObject("restart")
        .put("policy", policy(spec.restart().mode()))
        .put("maxAttempts", spec.restart().maxAttempts());
    if (spec.ttlSecondsAfterFinished() != null) {
      node.put("ttlSecondsAfterFinished", spec.ttlSecondsAfterFinished());
    }
    node.set("vm", Resource.vmSpec(spec.vm()));
    ObjectNode placement = node.putObject("placement");
    if (!spec.constraints().isEmpty()) {
      spec.constraints().stream()
          .map(Selector::toString)
          .forEach(placement.putArray("constraints")::add);
    }
    placement.put("priority", spec.priority());
    return node;
  }

  private static String policy(RestartPolicy.Mode mode) {
    return switch (mode) {
      case NEVER -> "never";
      case ON_FAILURE -> "on-failure";
      case ALWAYS -> "always";
    };
  }

  private static ObjectNode counts(VmCounts counts) {
    return Json.object()
        .put("pending", counts.pending())
        .put("starting", counts.starting())
        .put("running", counts.running())
        .put("stopping", counts.stopping())
        .put("succeeded", counts.succeeded())
        .put("failed", counts.failed());
  }
}
