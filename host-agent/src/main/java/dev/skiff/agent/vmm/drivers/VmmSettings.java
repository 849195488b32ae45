package dev.skiff.agent.vmm.drivers;

import java.nio.file.Path;
import java.time.Duration;

/// Where a host's VMM side finds and keeps things.
///
/// @param dataFolder the agent's own folder; initramfs and probe verdicts go into its `vmm/`
/// @param guestFolder the guest's kernel and modules, see `deploy/guest/fetch-kernel.sh`
/// @param searchPath folders with QEMU's program, as in `PATH`
/// @param bootDeadline how long one boot may take
public record VmmSettings(
    Path dataFolder, Path guestFolder, String searchPath, Duration bootDeadline) {
  /// Long, because a boot on a busy host without KVM is slow: a hung guest is found later, a slow
  /// one is not lost.
  public static final Duration DEFAULT_BOOT_DEADLINE = Duration.ofSeconds(30);

  private static final String GUEST_FOLDER_VARIABLE = "SKIFF_GUEST_DIR";

  /// The defaults: the guest folder is `$SKIFF_GUEST_DIR` or `<data>/guest`.
  public static VmmSettings of(Path dataFolder) {
    String named = System.getenv(GUEST_FOLDER_VARIABLE);
    String path = System.getenv("PATH");
    return new VmmSettings(
        dataFolder,
        named == null || named.isBlank() ? dataFolder.resolve("guest") : Path.of(named),
        path == null ? "/usr/bin" : path,
        DEFAULT_BOOT_DEADLINE);
  }
}
