package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.guest.GuestSession;
import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.Serving;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.VmmNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Boots a guest from its kernel on and starts its command.
final class ColdBoot {
  private static final Logger LOG = LoggerFactory.getLogger(ColdBoot.class);
  private static final int ATTEMPTS = 2;

  private final QemuLauncher launcher;
  private final Duration deadline;

  ColdBoot(QemuLauncher launcher, Duration deadline) {
    this.launcher = launcher;
    this.deadline = deadline;
  }

  /// Returns when the command runs, or when the guest of a VM that has none is configured; not when
  /// it serves, see [Readiness].
  ///
  /// @param memory the file that the guest's memory is; null for memory of QEMU's own
  QemuMicroVm boot(VmDirectory directory, BootSpec spec, @Nullable Path memory)
      throws VmmException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(directory, spec, memory);
      } catch (TimeoutException e) {
        String text =
            "the guest did not start its command within %d s".formatted(deadline.toSeconds());
        if (attempt == ATTEMPTS) {
          throw new VmmException("boot-timeout", text + ", twice; see its console", e);
        }
        LOG.warn("{}: {}; trying once more", directory.path(), text);
      }
    }
  }

  private QemuMicroVm once(VmDirectory directory, BootSpec spec, @Nullable Path memory)
      throws VmmException, InterruptedException, TimeoutException {
    String token = GuestSession.newToken();
    boolean booted = false;
    try {
      long until = System.nanoTime() + deadline.toNanos();
      if (memory != null) {
        // A machine's memory is empty when it is switched on.
        Files.deleteIfExists(memory);
      }
      Path layer = OverlayDisk.create(directory.path().toAbsolutePath(), spec.diskMib());
      QemuCommand command =
          QemuCommand.of(
              launcher,
              directory,
              spec,
              layer,
              token,
              memory == null ? null : new QemuCommand.MemoryFile(memory, false));
      VmmNote note =
          new VmmNote(
              launcher.accelerator().driverName(),
              null,
              token,
              spec.stdin(),
              Serving.of(spec),
              false,
              false);
      QemuMicroVm vm = launcher.launch(directory, note, command, spec.leaseFile(), until);
      vm.listen();
      vm.session().configure(spec, launcher.now());
      booted = await(vm, until);
      return vm;
    } catch (IOException e) {
      throw VmmException.of(e, "boot-failed", "starting the VM");
    } finally {
      if (!booted) {
        VmDirectories.killVmm(directory);
      }
    }
  }

  private static boolean await(QemuMicroVm vm, long until)
      throws VmmException, InterruptedException, TimeoutException {
    boolean started = false;
    try {
      vm.awaitStarted(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
      started = true;
      return true;
    } finally {
      if (!started) {
        vm.detach();
      }
    }
  }
}
