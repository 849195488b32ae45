package dev.skiff.standalone.up;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Ctrl-C. The first asks for an orderly end, also of a start that is under way; the second ends
/// the process.
final class StopSignal {
  private static final int LEFT_AT_ONCE = 130;

  private final PrintStream err;
  private final CountDownLatch requested = new CountDownLatch(1);
  private final AtomicReference<@Nullable Thread> starting = new AtomicReference<>();

  StopSignal(PrintStream err) {
    this.err = err;
  }

  /// Called at every signal.
  void request() {
    if (requested.getCount() == 0) {
      err.println("left at once");
      err.flush();
      Runtime.getRuntime().halt(LEFT_AT_ONCE);
    }
    requested.countDown();
    Thread thread = starting.get();
    if (thread != null) {
      thread.interrupt();
    }
  }

  /// A start that may take a while.
  @FunctionalInterface
  interface Start {
    Fleet run() throws FleetException, InterruptedException;
  }

  /// Runs a start, which a request interrupts.
  Fleet unlessRequested(Start start) throws FleetException, InterruptedException {
    starting.set(Thread.currentThread());
    try {
      return start.run();
    } finally {
      starting.set(null);
    }
  }

  /// Waits for a request, or for the fleet to break.
  ///
  /// @return what broke; null when it was asked to end
  @Nullable Throwable await(Fleet fleet) throws InterruptedException {
    while (!requested.await(1, TimeUnit.SECONDS)) {
      Throwable fault = fleet.fault();
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }
}
