package dev.skiff.agent.execution;

import dev.skiff.agent.vmm.BootPhases;
import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.ExecSpec;
import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.Serving;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.VmmDriver;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.contracts.report.VmHold;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A driver that does what a test tells it.
final class FakeDriver implements VmmDriver {
  final CountDownLatch bootBegun = new CountDownLatch(1);
  final AtomicInteger boots = new AtomicInteger();
  CountDownLatch mayBoot = new CountDownLatch(0);
  volatile @Nullable BootSpec lastSpec;
  @Nullable VmmException bootFails;
  @Nullable RuntimeException bootThrows;
  @Nullable FakeVm adoptable;
  @Nullable VmmException adoptionFails;
  final FakeVm vm = new FakeVm();

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public MicroVm boot(VmDirectory directory, BootSpec spec)
      throws VmmException, InterruptedException {
    boots.incrementAndGet();
    lastSpec = spec;
    bootBegun.countDown();
    mayBoot.await();
    if (bootFails != null) {
      throw bootFails;
    }
    if (bootThrows != null) {
      throw bootThrows;
    }
    return vm;
  }

  @Override
  public Optional<MicroVm> adopt(VmDirectory directory) throws VmmException {
    if (adoptionFails != null) {
      throw adoptionFails;
    }
    return Optional.ofNullable(adoptable);
  }

  static VmExit exit(int code, @Nullable String failure) {
    return new VmExit(code, 0, false, failure, null, 77);
  }

  static final class FakeVm implements MicroVm {
    final CompletableFuture<VmExit> exit = new CompletableFuture<>();
    volatile boolean detached;
    volatile VmHold hold = VmHold.NONE;

    @Override
    public BootPhases phases() {
      return new BootPhases(2, 3, 4);
    }

    @Override
    public CompletableFuture<VmExit> exit() {
      return exit;
    }

    @Override
    public void stop(Duration grace) {
      exit.complete(FakeDriver.exit(143, null));
    }

    @Override
    public void kill() {
      exit.complete(FakeDriver.exit(137, "killed"));
    }

    @Override
    public VmHold hold() {
      return hold;
    }

    @Override
    public void pause() {
      hold = VmHold.PAUSED;
    }

    @Override
    public void resume() {
      hold = VmHold.NONE;
    }

    @Override
    public void suspend() throws VmmException {
      throw new VmmException("not-supported", "not in a test");
    }

    @Override
    public GuestProcess exec(ExecSpec spec, GuestProcess.Listener listener) throws VmmException {
      throw new VmmException("exec-unavailable", "not in a test");
    }

    @Override
    public GuestProcess connect(int port, GuestProcess.Listener listener) throws VmmException {
      throw new VmmException("connection-failed", "not in a test");
    }

    @Override
    public @Nullable Serving serving() {
      return null;
    }

    @Override
    public void logError(byte[] data) {}

    @Override
    public GuestProcess main() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void detach() {
      detached = true;
    }
  }
}
