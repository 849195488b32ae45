package dev.skiff.agent.vmm;

import dev.skiff.contracts.spec.Serve;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a VM that serves does with an invocation.
///
/// @param how it is reached
/// @param command what runs for each invocation of a `stdio` VM
public record Serving(Serve how, List<String> command) {
  public Serving {
    command = List.copyOf(command);
  }

  /// Null for a VM that runs its command to the end.
  public static @Nullable Serving of(BootSpec spec) {
    return spec.serve() == null ? null : new Serving(spec.serve(), spec.command());
  }

  /// Whether each invocation is a process of its own, so that the VM has no command to wait for.
  public boolean byProcess() {
    return how.protocol() == Serve.Protocol.STDIO;
  }
}
