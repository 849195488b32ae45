package dev.skiff.agent.execution;

import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.contracts.report.VmHold;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Brings one VM into the hold that was wanted last, one step at a time, on a virtual thread that
/// lives as long as there is something to do.
final class HoldTask {
  private final VmRun run;
  private final RunEvents events;
  private final Supplier<@Nullable MicroVm> vm;
  private final AtomicReference<@Nullable VmHold> wanted = new AtomicReference<>();
  private final AtomicBoolean busy = new AtomicBoolean();

  /// @param vm null once it is over
  HoldTask(VmRun run, RunEvents events, Supplier<@Nullable MicroVm> vm) {
    this.run = run;
    this.events = events;
    this.vm = vm;
  }

  void want(VmHold hold) {
    wanted.set(hold);
    if (busy.compareAndSet(false, true)) {
      Thread.ofVirtual().name("hold-" + run).start(this::work);
    }
  }

  private void work() {
    try {
      do {
        VmHold next = wanted.getAndSet(null);
        while (next != null) {
          step(next);
          next = wanted.getAndSet(null);
        }
        busy.set(false);
        // Whoever wanted something just now may have found this thread busy still.
      } while (wanted.get() != null && busy.compareAndSet(false, true));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step(VmHold hold) throws InterruptedException {
    MicroVm running = vm.get();
    if (running == null) {
      return;
    }
    try {
      if (running.hold() != hold) {
        switch (hold) {
          case NONE -> running.resume();
          case PAUSED -> running.pause();
          case SUSPENDED -> running.suspend();
        }
      }
      events.held(run, hold);
    } catch (VmmException e) {
      events.unchanged(run, hold, e.code(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      events.unchanged(run, hold, "agent-failed", "the agent met a problem: " + e);
    }
  }
}
