package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.contracts.spec.Serve;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Finds out when a VM that has been started can serve.
final class Readiness {
  private static final long LOOK_AGAIN_MILLIS = 20;
  private static final long LAST_WORD_SECONDS = 5;
  private static final int SIGKILL = 9;

  private Readiness() {}

  /// Waits, as long as it may take.
  ///
  /// @throws VmmException `not-ready` when it took too long, `command-ended` when the command did
  ///   not stay
  static void await(MicroVm vm, Serve serve) throws VmmException, InterruptedException {
    switch (serve.protocol()) {
      // Its command runs for each invocation.
      case STDIO -> {}
      case HTTP -> awaitPort(vm, serve.port(), Duration.ofSeconds(serve.readySeconds()));
    }
  }

  private static void awaitPort(MicroVm vm, int port, Duration atMost)
      throws VmmException, InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!listens(vm, port)) {
      if (System.nanoTime() > deadline) {
        throw new VmmException(
            "not-ready",
            "the command did not listen on port %d within %d s"
                .formatted(port, atMost.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
  }

  private static boolean listens(MicroVm vm, int port) throws VmmException, InterruptedException {
    try {
      vm.connect(port, NOBODY).signal(SIGKILL);
      return true;
    } catch (VmmException e) {
      if (e.code().equals("connection-failed")) {
        return false;
      }
      throw ended(vm, port, e);
    }
  }

  private static VmmException ended(MicroVm vm, int port, VmmException problem)
      throws InterruptedException {
    try {
      VmExit exit = vm.exit().get(LAST_WORD_SECONDS, TimeUnit.SECONDS);
      String how = exit.detail() == null ? "with exit code " + exit.exitCode() : exit.detail();
      return new VmmException(
          "command-ended",
          "the command ended before it listened on port %d: %s".formatted(port, how),
          problem);
    } catch (ExecutionException | TimeoutException e) {
      return problem;
    }
  }

  private static final GuestProcess.Listener NOBODY =
      new GuestProcess.Listener() {
        @Override
        public void stdout(byte[] data) {}

        @Override
        public void stderr(byte[] data) {}

        @Override
        public void exited(int exitCode) {}

        @Override
        public void lost(String reason) {}
      };
}
