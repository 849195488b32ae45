package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.guest.GuestIdentity;
import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.Serving;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.VmmNote;
import dev.skiff.agent.vmm.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

/// Lets VMs go on from a snapshot: memory is the snapshot's, each page copied when it is written.
final class Cloner {
  private static final Duration START_PATIENCE = Duration.ofSeconds(10);

  /// From the moment at which it goes on.
  private static final Duration RESTORE_PATIENCE = Duration.ofSeconds(5);

  private final QemuLauncher launcher;

  /// Far cheaper than a boot, but with too many at once none would be in time.
  private final Semaphore permits =
      new Semaphore(Math.max(4, 2 * Runtime.getRuntime().availableProcessors()), true);

  Cloner(QemuLauncher launcher) {
    this.launcher = launcher;
  }

  /// @param restored whether the snapshot was there before this VM was asked for
  /// @throws VmmException whatever is wrong; nothing of the VM is left running then
  QemuMicroVm start(Snapshot snapshot, VmDirectory directory, BootSpec spec, boolean restored)
      throws VmmException, InterruptedException {
    permits.acquire();
    boolean whole = false;
    try {
      snapshot.verify();
      QemuMicroVm vm = launch(snapshot, directory, spec, restored);
      try {
        Migration.load(vm, snapshot.device());
        vm.listen();
        vm.session().restore(GuestIdentity.fresh(spec.hostname(), launcher.now()));
        vm.goOn();
        vm.awaitStarted(RESTORE_PATIENCE);
        vm.note().whole().write(directory);
        whole = true;
        return vm;
      } finally {
        if (!whole) {
          vm.detach();
        }
      }
    } catch (IOException e) {
      throw VmmException.of(e, "restore-failed", "restoring the VM");
    } catch (TimeoutException e) {
      throw new VmmException(
          "restore-failed",
          "the guest did not say within %d s that it is itself"
              .formatted(RESTORE_PATIENCE.toSeconds()),
          e);
    } finally {
      permits.release();
      if (!whole) {
        VmDirectories.killVmm(directory);
      }
    }
  }

  private QemuMicroVm launch(
      Snapshot snapshot, VmDirectory directory, BootSpec spec, boolean restored)
      throws VmmException, IOException, InterruptedException {
    Path layer = snapshot.copyTo(directory);
    String token = snapshot.manifest().token();
    QemuCommand command =
        QemuCommand.of(
            launcher,
            directory,
            spec,
            layer,
            token,
            new QemuCommand.MemoryFile(snapshot.memory(), true));
    VmmNote note =
        new VmmNote(
            launcher.accelerator().driverName(),
            null,
            token,
            spec.stdin(),
            Serving.of(spec),
            restored,
            true);
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    return launcher.launch(directory, note, command, spec.leaseFile(), deadline);
  }
}
