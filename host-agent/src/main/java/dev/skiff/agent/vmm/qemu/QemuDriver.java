package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputLog;
import dev.skiff.agent.vmm.ProcessIdentity;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.VmmDriver;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.VmmNote;
import dev.skiff.agent.vmm.snapshot.SnapshotStore;
import dev.skiff.contracts.spec.Serve;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Runs microVMs as QEMU processes on the microvm machine. See DESIGN.md of this package.
public final class QemuDriver implements VmmDriver {
  private static final long ATTACH_AGAIN_MILLIS = 200;

  /// With less, Debian's kernel does not come up.
  static final int MIN_MEMORY_MIB = 80;

  private final QemuLauncher launcher;
  private final ColdBoot boots;
  private final ServingBoots serving;

  QemuDriver(QemuLauncher launcher, Duration bootDeadline, SnapshotStore snapshots) {
    this.launcher = launcher;
    this.boots = new ColdBoot(launcher, bootDeadline);
    this.serving = new ServingBoots(launcher, boots, snapshots);
  }

  @Override
  public String name() {
    return launcher.accelerator().driverName();
  }

  @Override
  public MicroVm boot(VmDirectory directory, BootSpec spec)
      throws VmmException, InterruptedException {
    if (spec.memoryMib() < MIN_MEMORY_MIB) {
      throw new VmmException(
          "memory-too-small",
          "memory: %d MiB (expected: >= %d MiB for a guest's kernel)"
              .formatted(spec.memoryMib(), MIN_MEMORY_MIB));
    }
    if (!Files.isReadable(spec.rootfs())) {
      throw new VmmException("image-missing", "no image at " + spec.rootfs());
    }
    Serve serve = spec.serve();
    return serve == null ? boots.boot(directory, spec, null) : serving.boot(directory, spec, serve);
  }

  @Override
  public boolean isCheap(BootSpec spec) {
    Serve serve = spec.serve();
    return serve != null && serving.isCheap(spec, serve);
  }

  @Override
  public long restoresFailed() {
    return serving.failures();
  }

  @Override
  public Optional<MicroVm> adopt(VmDirectory directory) throws VmmException, InterruptedException {
    try {
      Optional<VmmNote> noted = VmmNote.read(directory);
      Optional<ProcessIdentity> process = VmDirectories.vmm(directory);
      if (noted.isPresent() && noted.get().restoring()) {
        // It is a copy of another that has not become somebody yet.
        VmDirectories.killVmm(directory);
        process = Optional.empty();
      }
      if (noted.isEmpty() || process.isEmpty()) {
        rememberEnd(directory);
        return Optional.empty();
      }
      return Optional.of(takeOver(directory, noted.get(), process.get()));
    } catch (IOException e) {
      throw VmmException.of(e, "adopt-failed", "taking over " + directory.path());
    }
  }

  /// Tries for a while: QEMU serves one client a socket, and may still be taking leave of an agent
  /// that was killed a moment ago.
  private MicroVm takeOver(VmDirectory directory, VmmNote note, ProcessIdentity process)
      throws VmmException, IOException, InterruptedException {
    long deadline = System.nanoTime() + QemuLauncher.QMP_PATIENCE.toNanos();
    while (true) {
      try {
        QemuMicroVm vm = launcher.attach(directory, note, process, 0, deadline);
        vm.listen();
        return vm;
      } catch (VmmException | IOException e) {
        if (!process.alive() || System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(ATTACH_AGAIN_MILLIS);
      }
    }
  }

  private void rememberEnd(VmDirectory directory) throws IOException {
    if (VmDirectories.exit(directory).isPresent()) {
      return;
    }
    VmExit how = Ending.unannounced(directory, null, launcher.now());
    VmmNote.writeExit(directory, how);
    try (OutputLog log = launcher.logs().write(directory)) {
      log.end();
    }
  }
}
