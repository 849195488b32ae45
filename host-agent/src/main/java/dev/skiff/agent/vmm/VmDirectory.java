package dev.skiff.agent.vmm;

import java.nio.file.Path;

/// The files of one VM on its host, `<data>/vms/<vm>-<incarnation>/`.
///
/// @param path the directory; exists
public record VmDirectory(Path path) {
  /// What the VM's command wrote, as the agent received it, bounded; see `OutputLog` for the
  /// format.
  public Path outputLog() {
    return path.resolve("output.log");
  }

  /// What the guest's kernel and init printed, bounded.
  public Path console() {
    return path.resolve("console.log");
  }

  /// The agent's note of what this directory belongs to, written before the VMM is started.
  public Path note() {
    return path.resolve("vm.json");
  }
}
