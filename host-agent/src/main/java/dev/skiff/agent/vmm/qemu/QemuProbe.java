package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.guest.GuestExit;
import dev.skiff.agent.guest.GuestHello;
import dev.skiff.agent.guest.GuestListener;
import dev.skiff.agent.guest.GuestSession;
import dev.skiff.agent.vmm.OutputKind;
import dev.skiff.agent.vmm.ProbeVerdict;
import dev.skiff.agent.vmm.ProcessIdentity;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.kernel.GuestAssets;
import dev.skiff.agent.vmm.qemu.QemuCommand.Accelerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Proves an accelerator by booting a guest without disks until its init says hello, under a
/// deadline: a `/dev/kvm` that opens may still hang every guest.
final class QemuProbe {
  private static final int MEMORY_MIB = 128;
  private static final Path KVM = Path.of("/dev/kvm");

  private QemuProbe() {}

  static ProbeVerdict probe(
      QemuProgram qemu,
      Accelerator accelerator,
      GuestAssets assets,
      Path scratch,
      Duration deadline)
      throws InterruptedException {
    String name = accelerator.driverName();
    if (accelerator == Accelerator.KVM && !Files.exists(KVM)) {
      return new ProbeVerdict(name, false, "this host has no " + KVM);
    }
    if (accelerator == Accelerator.KVM && !(Files.isReadable(KVM) && Files.isWritable(KVM))) {
      return new ProbeVerdict(name, false, KVM + " is not open to this user (group kvm?)");
    }
    try {
      long started = System.nanoTime();
      boot(qemu, accelerator, assets, scratch, deadline);
      long millis = (System.nanoTime() - started) / 1_000_000;
      return new ProbeVerdict(
          name, true, "QEMU %s: a guest came up in %d ms".formatted(qemu.version(), millis));
    } catch (TimeoutException e) {
      return new ProbeVerdict(name, false, tooLate(deadline));
    } catch (VmmException e) {
      boolean late = e.code().equals("boot-timeout");
      return new ProbeVerdict(name, false, late ? tooLate(deadline) : e.getMessage());
    } catch (IOException e) {
      return new ProbeVerdict(name, false, "the probe failed: " + e.getMessage());
    }
  }

  private static String tooLate(Duration deadline) {
    return "a guest did not come up within %d ms".formatted(deadline.toMillis());
  }

  private static void boot(
      QemuProgram qemu, Accelerator accelerator, GuestAssets assets, Path scratch, Duration atMost)
      throws IOException, VmmException, InterruptedException, TimeoutException {
    Files.createDirectories(scratch);
    Path folder = Files.createTempDirectory(scratch, "probe-").toAbsolutePath();
    String token = GuestSession.newToken();
    QemuCommand command =
        new QemuCommand(
            qemu.path(),
            accelerator,
            assets,
            folder,
            null,
            null,
            1,
            MEMORY_MIB,
            token,
            HostCpu.tscKiloHertz());
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      ProcessIdentity process = QemuProcess.spawn(command, List.of());
      try {
        SocketChannel guest =
            QemuProcess.connect(folder, QemuCommand.GUEST_SOCKET, process, deadline);
        awaitHello(guest, token, deadline, folder);
      } finally {
        process.kill();
      }
    } finally {
      VmDirectories.remove(new VmDirectory(folder));
    }
  }

  private static void awaitHello(SocketChannel guest, String token, long deadline, Path folder)
      throws VmmException, InterruptedException, TimeoutException {
    Hello hello = new Hello();
    try (GuestSession session = new GuestSession(guest, token, 0, 0, hello)) {
      session.start();
      hello.said.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new VmmException("boot-failed", QemuProcess.diedEarly(folder), e);
    }
  }

  private static final class Hello implements GuestListener {
    private final CompletableFuture<Void> said = new CompletableFuture<>();

    @Override
    public void hello(GuestHello hello) {
      said.complete(null);
    }

    @Override
    public void started() {}

    @Override
    public void failed(String reason) {}

    @Override
    public void output(OutputKind kind, ByteBuffer data) {}

    @Override
    public void exited(GuestExit exit) {}

    @Override
    public void ended(String reason, boolean violation) {
      said.completeExceptionally(new IOException(reason));
    }
  }
}
