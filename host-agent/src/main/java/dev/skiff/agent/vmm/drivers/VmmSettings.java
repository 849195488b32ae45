package dev.skiff.agent.vmm.drivers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a host's VMM side finds and keeps things.
///
/// @param dataFolder the agent's own folder; initramfs and probe verdicts go into its `vmm/`,
///   machines that are ready into its `snapshots/`
/// @param guestFolder the guest's kernel and modules, see `deploy/guest/fetch-kernel.sh`
/// @param searchPath folders with QEMU's program, as in `PATH`
/// @param bootDeadline how long one boot may take
/// @param snapshotBytes of disk that snapshots may take; 0 is for none
public record VmmSettings(
    Path dataFolder,
    Path guestFolder,
    String searchPath,
    Duration bootDeadline,
    long snapshotBytes) {
  /// Long, because a boot on a busy host without KVM is slow: a hung guest is found later, a slow
  /// one is not lost.
  public static final Duration DEFAULT_BOOT_DEADLINE = Duration.ofSeconds(30);

  public static final long DEFAULT_SNAPSHOT_BYTES = 4L << 30;

  private static final String GUEST_FOLDER_VARIABLE = "SKIFF_GUEST_DIR";
  private static final String SNAPSHOTS_VARIABLE = "SKIFF_SNAPSHOT_DISK";
  private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,8})(?:(Mi|Gi)B?)?");

  public VmmSettings {
    if (snapshotBytes < 0) {
      throw new IllegalArgumentException("snapshotBytes: " + snapshotBytes + " (expected: >= 0)");
    }
  }

  /// With the usual room for snapshots.
  public VmmSettings(Path dataFolder, Path guestFolder, String searchPath, Duration bootDeadline) {
    this(dataFolder, guestFolder, searchPath, bootDeadline, DEFAULT_SNAPSHOT_BYTES);
  }

  /// The defaults: the guest folder is `$SKIFF_GUEST_DIR` or `<data>/guest`, and snapshots take at
  /// most `$SKIFF_SNAPSHOT_DISK` or 4 GiB.
  public static VmmSettings of(Path dataFolder) {
    String named = System.getenv(GUEST_FOLDER_VARIABLE);
    String path = System.getenv("PATH");
    return new VmmSettings(
        dataFolder,
        named == null || named.isBlank() ? dataFolder.resolve("guest") : Path.of(named),
        path == null ? "/usr/bin" : path,
        DEFAULT_BOOT_DEADLINE,
        snapshotBytes(System.getenv(SNAPSHOTS_VARIABLE)));
  }

  /// The same with another guest folder.
  public VmmSettings withGuestFolder(Path other) {
    return new VmmSettings(dataFolder, other, searchPath, bootDeadline, snapshotBytes);
  }

  /// Reads `512Mi`, `8GiB`, or a number of MiB; nothing is the default.
  static long snapshotBytes(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return DEFAULT_SNAPSHOT_BYTES;
    }
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "%s: \"%s\" (expected: such as 4Gi)".formatted(SNAPSHOTS_VARIABLE, text));
    }
    return Long.parseLong(size.group(1)) << ("Gi".equals(size.group(2)) ? 30 : 20);
  }
}
