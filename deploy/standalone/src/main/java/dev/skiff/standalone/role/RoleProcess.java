package dev.skiff.standalone.role;

import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Subscription;
import dev.skiff.cli.console.Surroundings;
import java.util.concurrent.CountDownLatch;

/// A role that runs until it is told to end.
final class RoleProcess {
  private RoleProcess() {}

  /// Waits for SIGINT or SIGTERM; the role is closed by the caller afterwards.
  ///
  /// @param ready what to say when the role runs
  static int untilStopped(Surroundings surroundings, String ready) throws InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    try (Subscription _ = surroundings.interrupts().listen(stop::countDown)) {
      surroundings.err().println(ready);
      surroundings.err().flush();
      stop.await();
    }
    return ExitCode.OK;
  }
}
