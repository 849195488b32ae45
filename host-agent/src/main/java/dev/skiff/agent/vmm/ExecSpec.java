package dev.skiff.agent.vmm;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A further process to run in a guest.
///
/// @param command argv, never empty
/// @param env added to the environment of the VM's own command
/// @param workdir null is the VM's working directory
/// @param user as in [BootSpec]; null is the VM's user
/// @param tty whether it gets a terminal
/// @param stdin whether its standard input stays open
public record ExecSpec(
    List<String> command,
    Map<String, String> env,
    @Nullable String workdir,
    @Nullable String user,
    boolean tty,
    boolean stdin) {
  public ExecSpec {
    command = List.copyOf(command);
    env = Map.copyOf(env);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command: [] (expected: at least the program)");
    }
  }
}
