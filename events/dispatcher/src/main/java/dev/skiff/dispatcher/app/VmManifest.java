package dev.skiff.dispatcher.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.spec.Serve;
import dev.skiff.contracts.spec.VmSpec;
import java.util.Locale;

/// The manifest of a job of VMs that serve a function.
final class VmManifest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A VM that is over is of interest to nobody but its logs' readers.
  private static final int TTL_SECONDS = 600;

  private VmManifest() {}

  static String of(FunctionSpec spec, long version, int vms) {
    ObjectNode root = JSON.createObjectNode();
    root.put("apiVersion", "skiff.dev/v1alpha1").put("kind", "Job");
    ObjectNode metadata = root.putObject("metadata").put("namespace", spec.id().namespace());
    ObjectNode labels = metadata.putObject("labels");
    spec.labels().forEach(labels::put);
    labels.put(FleetApi.FUNCTION, spec.id().name());
    labels.put(FleetApi.VERSION, Long.toString(version));
    ObjectNode job = root.putObject("spec").put("count", vms);
    job.put("ttlSecondsAfterFinished", TTL_SECONDS);
    job.set("vm", vm(spec, version));
    PlacementManifest.put(job, spec.placement());
    return root.toString();
  }

  private static ObjectNode vm(FunctionSpec function, long version) {
    VmSpec spec = function.vm();
    ObjectNode vm = JSON.createObjectNode().put("image", spec.image());
    if (!spec.command().isEmpty()) {
      ArrayNode command = vm.putArray("command");
      spec.command().forEach(command::add);
    }
    ObjectNode env = vm.putObject("env");
    spec.env().forEach(env::put);
    if (spec.workdir() != null) {
      vm.put("workdir", spec.workdir());
    }
    if (spec.user() != null) {
      vm.put("user", spec.user());
    }
    vm.put("cpus", spec.resources().milliCpu() + "m");
    vm.put("memory", spec.resources().memoryMib() + "MiB");
    vm.put("disk", spec.resources().diskMib() + "MiB");
    Serve serve = function.serve(version);
    vm.putObject("serve")
        .put("protocol", serve.protocol().name().toLowerCase(Locale.ROOT))
        .put("port", serve.port())
        .put("concurrency", serve.concurrency())
        .put("readySeconds", serve.readySeconds())
        .put("snapshot", serve.snapshot());
    return vm;
  }
}
