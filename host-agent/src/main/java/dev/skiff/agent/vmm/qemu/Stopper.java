package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.VmmException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Ends a VM politely: SIGTERM, after a grace SIGKILL to the command in the guest, and power-off
/// for a guest that answers to neither.
final class Stopper {
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(3);

  private final GuestProcess main;
  private final CompletableFuture<VmExit> exit;
  private final Waking waking;
  private final Runnable powerOff;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private volatile @Nullable String detail;

  /// Makes a guest that stands still go on.
  @FunctionalInterface
  interface Waking {
    void run() throws VmmException, InterruptedException;
  }

  /// @param waking run first
  /// @param powerOff run when the guest does not answer
  Stopper(GuestProcess main, CompletableFuture<VmExit> exit, Waking waking, Runnable powerOff) {
    this.main = main;
    this.exit = exit;
    this.waking = waking;
    this.powerOff = powerOff;
  }

  /// Begins, once; returns at once.
  void stop(Duration grace) {
    if (stopping.compareAndSet(false, true)) {
      Thread.ofVirtual().name("stop-vm").start(() -> run(grace));
    }
  }

  /// What it took, in a sentence, if it took more than asking.
  @Nullable String detail() {
    return detail;
  }

  private void run(Duration grace) {
    try {
      waking.run();
      main.signal(SIGTERM);
      if (ends(exit, grace)) {
        return;
      }
      detail = "killed: it did not end within %d ms of SIGTERM".formatted(grace.toMillis());
      main.signal(SIGKILL);
      if (ends(exit, KILL_PATIENCE)) {
        return;
      }
    } catch (VmmException e) {
      // The guest no longer listens; what follows needs no guest.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    powerOff.run();
  }

  /// Waits for a VM's end; false when it does not come in time.
  static boolean ends(CompletableFuture<VmExit> exit, Duration atMost) throws InterruptedException {
    try {
      exit.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("exit never completes exceptionally", e);
    }
  }
}
