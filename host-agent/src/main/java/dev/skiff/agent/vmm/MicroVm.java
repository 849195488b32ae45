package dev.skiff.agent.vmm;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// One running microVM. Safe for concurrent use; methods block at most as long as they say.
public interface MicroVm {
  /// Where the time of the start went; all zeros for an adopted VM.
  BootPhases phases();

  /// Completes, normally, once the VM is over and its VMM process is gone. Never completes
  /// exceptionally.
  CompletableFuture<VmExit> exit();

  /// Asks the command to end (SIGTERM), and after `grace` powers the VM off. Returns at once; see
  /// [#exit].
  void stop(Duration grace);

  /// Powers the VM off now. Returns at once; see [#exit].
  void kill();

  /// Starts another process in the guest.
  ///
  /// @throws VmmException `exec-unavailable` when the guest does not answer within a few seconds
  GuestProcess exec(ExecSpec spec, GuestProcess.Listener listener)
      throws VmmException, InterruptedException;

  /// The VM's own command, for its standard input, signals and terminal size. Its output is in the
  /// directory's log.
  GuestProcess main();

  /// Lets go of the VM without touching it (the agent is shutting down; the VM goes on).
  void detach();
}
