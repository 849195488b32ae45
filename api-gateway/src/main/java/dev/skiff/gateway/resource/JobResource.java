package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.state.CallOff;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.VmCounts;

/// A job or service as people read it: the manifest that made it, completed with the defaults, and
/// its status.
public final class JobResource {
  private JobResource() {}

  public static ObjectNode of(Job job) {
    ObjectNode node = Resource.of(kind(job));
    ObjectNode metadata = node.putObject("metadata").put("id", job.id().value());
    String name = job.spec().name();
    metadata.put("name", name == null ? job.id().value() : name);
    metadata.put("namespace", job.spec().namespace());
    metadata.set("labels", Json.texts(job.spec().labels()));
    node.set("spec", SpecResource.of(job.spec()));
    ObjectNode status = node.putObject("status").put("state", job.status().name());
    status.put("generation", job.generation());
    status.set("vms", counts(job.counts()));
    if (job.calledOff() != null) {
      status.put("calledOff", calledOff(job.calledOff()));
    }
    status.put("failures", job.failures());
    if (!job.older().isEmpty()) {
      var older = status.putArray("olderGenerations");
      job.older().forEach(one -> older.add(one.generation()));
    }
    if (job.waiting() != null) {
      status.set("explanation", ExplanationResource.of(job.waiting()));
    }
    Times.put(status, "submitted", job.submitted());
    Times.put(status, "accepted", job.accepted());
    Times.put(status, "finished", job.finished());
    Times.put(status, "changed", job.changed());
    return node;
  }

  /// `Job` or `Service`.
  static String kind(Job job) {
    return job.spec().isService() ? "Service" : "Job";
  }

  static ObjectNode counts(VmCounts counts) {
    return Json.object()
        .put("pending", counts.pending())
        .put("starting", counts.starting())
        .put("running", counts.running())
        .put("held", counts.held())
        .put("stopping", counts.stopping())
        .put("succeeded", counts.succeeded())
        .put("failed", counts.failed());
  }

  static String calledOff(CallOff why) {
    return switch (why) {
      case CANCELLED -> "cancelled";
      case DEADLINE_EXCEEDED -> "deadline-exceeded";
      case BACKOFF_LIMIT_EXCEEDED -> "backoff-limit-exceeded";
    };
  }
}
