package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.guest.GuestExit;
import dev.skiff.agent.vmm.LeaseWatchdog;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmExit;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns what was seen of a VM's end into a [VmExit].
final class Ending {
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  private Ending() {}

  static VmExit of(GuestExit exit, @Nullable String detail, long at) {
    if (exit.error().isEmpty()) {
      String text = exit.oom() ? "the guest ran out of memory" : detail;
      return new VmExit(exit.code(), exit.signal(), exit.oom(), null, text, at);
    }
    String failure =
        switch (exit.code()) {
          case NOT_FOUND -> "command-not-found";
          case NOT_EXECUTABLE -> "command-not-executable";
          default -> "command-failed-to-start";
        };
    return new VmExit(exit.code(), 0, false, failure, exit.error(), at);
  }

  static VmExit failed(String failure, String detail, long at) {
    return new VmExit(null, 0, false, failure, detail, at);
  }

  /// QEMU is gone and the guest never said how its command ended. QEMU removes its pid file when it
  /// ends by itself, which it does when the guest resets the machine; a QEMU that was killed leaves
  /// it.
  ///
  /// @param shutdownReason of QEMU's SHUTDOWN event, null if none was seen
  static VmExit unannounced(VmDirectory directory, @Nullable String shutdownReason, long at) {
    if (Files.exists(directory.path().resolve(LeaseWatchdog.ENDED))) {
      return failed(LeaseWatchdog.ENDED, LeaseWatchdog.WHY, at);
    }
    Optional<String> panic = ConsoleDrain.panic(directory.console());
    if (panic.isPresent()) {
      return failed("guest-crashed", panic.get(), at);
    }
    boolean leftPidFile = Files.exists(directory.path().resolve(VmDirectories.PID_FILE));
    boolean byGuest = shutdownReason != null ? shutdownReason.startsWith("guest-") : !leftPidFile;
    return byGuest
        ? failed("guest-crashed", "the guest went down without saying how its command ended", at)
        : failed("vmm-died", "QEMU was killed or died; look into qemu.log", at);
  }
}
