package dev.skiff.agent.guest;

import dev.skiff.agent.vmm.OutputKind;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A listener that takes output only once its gate is open.
final class Recorder implements GuestListener {
  final CompletableFuture<String> ended = new CompletableFuture<>();
  final CountDownLatch gate;

  Recorder(CountDownLatch gate) {
    this.gate = gate;
  }

  String reason() throws Exception {
    return ended.get(30, TimeUnit.SECONDS);
  }

  @Override
  public void hello(GuestHello hello) {}

  @Override
  public void started() {}

  @Override
  public void failed(String reason) {}

  @Override
  public void output(OutputKind kind, ByteBuffer data) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void exited(GuestExit exit) {}

  @Override
  public void ended(String reason, boolean violation) {
    ended.complete(reason);
  }
}
