package dev.skiff.agent.vmm;

import dev.skiff.contracts.spec.Serve;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything a driver needs to boot one VM and run its command.
///
/// @param hostname what the guest calls itself, for example `j0-x7k2m9qa.0`
/// @param rootfs the read-only squashfs image shared by VMs
/// @param milliCpus thousandths of a CPU; the guest sees the next whole number, at least 1
/// @param memoryMib guest memory in MiB
/// @param diskMib upper bound of the writable overlay in MiB
/// @param command argv; already merged from the request and the image's entrypoint and cmd; never
///   empty
/// @param env environment; already merged, the request wins over the image
/// @param workdir the command's working directory in the guest
/// @param user `name`, `uid`, `name:group` or `uid:gid`; null is root
/// @param tty whether the command gets a terminal (stdout and stderr are then one stream)
/// @param stdin whether the command's standard input stays open for an attach; otherwise it reads
///   end-of-file
/// @param leaseFile the VM must not run beyond what this file says, whatever becomes of the agent;
///   null for a VM that is not exclusive
/// @param serve how it takes invocations; null runs its command to the end
public record BootSpec(
    String hostname,
    Path rootfs,
    int milliCpus,
    int memoryMib,
    int diskMib,
    List<String> command,
    Map<String, String> env,
    String workdir,
    @Nullable String user,
    boolean tty,
    boolean stdin,
    @Nullable Path leaseFile,
    @Nullable Serve serve) {
  public BootSpec {
    command = List.copyOf(command);
    env = Map.copyOf(env);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command: [] (expected: at least the program)");
    }
    if (milliCpus <= 0 || memoryMib <= 0 || diskMib < 0) {
      throw new IllegalArgumentException(
          "resources: %d mCPU, %d MiB memory, %d MiB disk (expected: > 0, > 0, >= 0)"
              .formatted(milliCpus, memoryMib, diskMib));
    }
  }

  /// A VM that runs its command to the end.
  public BootSpec(
      String hostname,
      Path rootfs,
      int milliCpus,
      int memoryMib,
      int diskMib,
      List<String> command,
      Map<String, String> env,
      String workdir,
      @Nullable String user,
      boolean tty,
      boolean stdin,
      @Nullable Path leaseFile) {
    this(
        hostname, rootfs, milliCpus, memoryMib, diskMib, command, env, workdir, user, tty, stdin,
        leaseFile, null);
  }

  /// The same under a lease.
  public BootSpec withLease(Path file) {
    return new BootSpec(
        hostname, rootfs, milliCpus, memoryMib, diskMib, command, env, workdir, user, tty, stdin,
        file, serve);
  }

  /// The same of another name.
  public BootSpec named(String other) {
    return new BootSpec(
        other, rootfs, milliCpus, memoryMib, diskMib, command, env, workdir, user, tty, stdin, null,
        serve);
  }

  /// The same, serving. An `http` command is told its port by `PORT`.
  public BootSpec serving(Serve how) {
    Map<String, String> told = new HashMap<>(env);
    if (how.protocol() == Serve.Protocol.HTTP) {
      told.put("PORT", Integer.toString(how.port()));
    }
    return new BootSpec(
        hostname, rootfs, milliCpus, memoryMib, diskMib, command, told, workdir, user, tty, stdin,
        leaseFile, how);
  }

  /// Whether the VM has a command of its own. One that runs its command for each invocation has
  /// none.
  public boolean runsCommand() {
    return serve == null || serve.protocol() != Serve.Protocol.STDIO;
  }
}
