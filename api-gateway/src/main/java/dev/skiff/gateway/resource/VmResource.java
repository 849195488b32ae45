package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.contracts.state.VmTimings;
import org.jspecify.annotations.Nullable;

/// A VM as people read it; what it runs comes from its job.
public final class VmResource {
  private VmResource() {}

  public static ObjectNode of(Vm vm, Job job) {
    ObjectNode node = Resource.of("Vm");
    ObjectNode metadata = node.putObject("metadata").put("id", vm.id().toString());
    metadata.put("name", name(vm, job));
    metadata.put("namespace", job.spec().namespace());
    metadata.set("labels", Json.texts(job.spec().labels()));
    metadata.put("job", job.id().value());
    node.set("spec", Resource.vmSpec(spec(vm, job)));
    node.set("status", status(vm, job));
    return node;
  }

  /// What it runs: until it is placed again, what its generation says. A generation that the job
  /// has forgotten is shown as the current one.
  private static VmSpec spec(Vm vm, Job job) {
    return job.older().stream()
        .filter(older -> older.generation() == vm.generation())
        .map(Job.Older::vm)
        .findFirst()
        .orElse(job.spec().vm());
  }

  /// `<job name>.<index>`, or its id where its job has no name.
  static String name(Vm vm, Job job) {
    String name = job.spec().name();
    return name == null ? vm.id().toString() : name + "." + vm.id().index();
  }

  private static ObjectNode status(Vm vm, Job job) {
    ObjectNode status = brief(vm, job);
    status.set("timings", timings(vm.timings()));
    status.set("receipt", receipt(vm.timings()));
    Times.put(status, "changed", vm.changed());
    return status;
  }

  /// Its state without the times.
  static ObjectNode brief(Vm vm, Job job) {
    ObjectNode status = Json.object().put("state", vm.status().name());
    if (vm.host() != null) {
      status.put("host", vm.host().value());
    }
    status
        .put("generation", vm.generation())
        .put("incarnation", vm.incarnation())
        .put("attempts", vm.attempts());
    Times.put(status, "notBefore", vm.notBefore());
    if (vm.nominated() != null) {
      status.put("nominated", vm.nominated().value());
    }
    putWanted(status, vm);
    String reason = reason(vm, job);
    if (reason != null) {
      status.put("reason", reason);
    }
    if (vm.exit() != null) {
      status.set("exit", exit(vm.exit()));
    }
    return status;
  }

  private static @Nullable String reason(Vm vm, Job job) {
    return switch (vm.status()) {
      case CREATED, PENDING -> job.whyWaits(vm);
      case ASSIGNED,
          STARTING,
          RUNNING,
          PAUSED,
          SUSPENDED,
          STOPPING,
          EXITED,
          FAILED,
          LOST,
          CANCELLED ->
          vm.reason();
    };
  }

  /// What it has been told to become and has not become yet.
  private static void putWanted(ObjectNode status, Vm vm) {
    if (vm.status() == VmStatus.STOPPING) {
      switch (vm.then()) {
        case STAY -> {}
        case REMOVE -> status.put("then", "remove");
        case REPLACE -> status.put("then", "replace");
      }
    }
    String wanted = wanted(vm);
    if (wanted != null) {
      status.put("wanted", wanted);
    }
  }

  private static @Nullable String wanted(Vm vm) {
    return switch (vm.wanted()) {
      case PAUSED -> vm.status() == VmStatus.PAUSED ? null : "paused";
      case SUSPENDED -> vm.status() == VmStatus.SUSPENDED ? null : "suspended";
      case NONE ->
          vm.status() == VmStatus.PAUSED || vm.status() == VmStatus.SUSPENDED ? "running" : null;
    };
  }

  private static ObjectNode exit(ExitStatus exit) {
    ObjectNode node = Json.object();
    if (exit.code() != null) {
      node.put("code", exit.code());
    }
    node.put("signal", exit.signal()).put("oom", exit.oom());
    if (exit.failure() != null) {
      node.put("failure", exit.failure());
    }
    if (exit.detail() != null) {
      node.put("detail", exit.detail());
    }
    Times.put(node, "at", exit.at());
    return node;
  }

  private static ObjectNode timings(VmTimings timings) {
    ObjectNode node = Json.object();
    Times.put(node, "submitted", timings.submitted());
    Times.put(node, "accepted", timings.accepted());
    Times.put(node, "assigned", timings.assigned());
    Times.put(node, "orderReceived", timings.orderReceived());
    Times.put(node, "vmmStarted", timings.vmmStarted());
    Times.put(node, "guestReady", timings.guestReady());
    Times.put(node, "commandStarted", timings.commandStarted());
    Times.put(node, "finished", timings.finished());
    return node;
  }

  private static ObjectNode receipt(VmTimings timings) {
    ObjectNode node = Json.object();
    step(node, "accepted", timings.submitted(), timings.accepted());
    step(node, "placed", timings.accepted(), timings.assigned());
    step(node, "agent", timings.assigned(), timings.orderReceived());
    step(node, "vmm", timings.orderReceived(), timings.vmmStarted());
    step(node, "guestReady", timings.vmmStarted(), timings.guestReady());
    step(node, "command", timings.guestReady(), timings.commandStarted());
    step(node, "total", timings.submitted(), timings.commandStarted());
    return node;
  }

  /// Milliseconds from one moment to another; absent when either was not seen. The clocks of
  /// several machines meet here, so it may come out below 0, which nobody wants to read.
  private static void step(ObjectNode node, String name, long from, long to) {
    if (from != 0 && to != 0) {
      node.put(name, Math.max(0, to - from) / 1000.0);
    }
  }
}
