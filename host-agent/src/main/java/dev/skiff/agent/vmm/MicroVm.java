package dev.skiff.agent.vmm;

import dev.skiff.contracts.report.VmHold;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One running microVM. Safe for concurrent use; methods block at most as long as they say.
public interface MicroVm {
  /// Where the time of the start went; all zeros for an adopted VM.
  BootPhases phases();

  /// Completes, normally, once the VM is over and its VMM process is gone. Never completes
  /// exceptionally.
  CompletableFuture<VmExit> exit();

  /// Asks the command to end (SIGTERM), and after `grace` powers the VM off. One that stands still
  /// goes on first. Returns at once; see [#exit].
  void stop(Duration grace);

  /// Powers the VM off now. Returns at once; see [#exit].
  void kill();

  /// Whether it goes on.
  VmHold hold();

  /// Lets it stand still in memory. Nothing happens if it does already.
  ///
  /// @throws VmmException when it cannot; it goes on then
  void pause() throws VmmException, InterruptedException;

  /// Lets it go on after a pause or a suspension, with its clock set. Nothing happens if it does
  /// already.
  void resume() throws VmmException, InterruptedException;

  /// Writes its memory to disk and ends its VMM.
  ///
  /// @throws VmmException `not-supported` by a driver that cannot; the VM is as it was
  void suspend() throws VmmException, InterruptedException;

  /// Starts another process in the guest.
  ///
  /// @throws VmmException `exec-unavailable` when the guest does not answer within a few seconds,
  ///   `vm-paused` when it stands still
  GuestProcess exec(ExecSpec spec, GuestProcess.Listener listener)
      throws VmmException, InterruptedException;

  /// Connects to a port of the guest's own; the listener hears what comes as standard output, and
  /// the end as an exit. Any signal closes the connection.
  ///
  /// @throws VmmException `connection-failed` when nothing listens there, otherwise as for an exec
  GuestProcess connect(int port, GuestProcess.Listener listener)
      throws VmmException, InterruptedException;

  /// How it takes invocations; null for a VM that runs its command to the end.
  @Nullable Serving serving();

  /// Adds to the VM's log what a process wrote to standard error.
  void logError(byte[] data);

  /// The VM's own command, for its standard input, signals and terminal size. Its output is in the
  /// directory's log.
  GuestProcess main();

  /// Lets go of the VM without touching it (the agent is shutting down; the VM goes on).
  void detach();
}
