package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.vmm.GuestProcess;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Keeps what an exec writes and how it ends.
final class ExecRecorder implements GuestProcess.Listener {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  @Override
  public synchronized void stdout(byte[] data) {
    out.writeBytes(data);
  }

  @Override
  public synchronized void stderr(byte[] data) {
    err.writeBytes(data);
  }

  @Override
  public void exited(int exitCode) {
    exit.complete(exitCode);
  }

  @Override
  public void lost(String reason) {
    exit.completeExceptionally(new IllegalStateException(reason));
  }

  int code() throws Exception {
    return exit.get(30, TimeUnit.SECONDS);
  }

  synchronized String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  synchronized String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
