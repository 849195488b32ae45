package dev.skiff.agent.http;

import dev.skiff.agent.core.RunSnapshot;
import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.image.ImageStore;
import dev.skiff.agent.serve.Invocations;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.VmDirectory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What the endpoint shows of an agent. Safe for concurrent use.
public interface HostView {
  Health health();

  /// Prometheus text.
  String metrics();

  /// All runs of this host, those that are over and kept included.
  CompletableFuture<List<RunSnapshot>> runs();

  /// The VM of a run that is up.
  Optional<MicroVm> vm(VmRun run);

  VmDirectory directory(VmRun run);

  OutputLogs logs();

  ImageStore images();

  /// Gives events to VMs that serve.
  Invocations invocations();

  /// @param session that is open; 0 for none
  /// @param problem why the host is not well, a sentence; empty when it is
  record Health(
      String host,
      long session,
      String driver,
      long heartbeatAgeMillis,
      Optional<String> problem) {}
}
