package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.vmm.VmmException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A VM's writable layer: a sparse file with an empty ext4, made by `mke2fs` in a few milliseconds
/// whatever its size. A journal would protect what is never kept.
final class OverlayDisk {
  /// Below this, ext4 has no room for itself.
  private static final int MIN_MIB = 4;

  private static final String FILE = "layer.ext4";

  private OverlayDisk() {}

  /// Gives back the space of a VM that is over; nothing of its layer is kept.
  static void discard(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FILE));
  }

  static Path create(Path folder, int diskMib) throws VmmException, InterruptedException {
    Path file = folder.resolve(FILE);
    List<String> command =
        List.of(
            program(),
            "-q",
            "-F",
            "-t",
            "ext4",
            "-O",
            "^has_journal,^resize_inode",
            "-E",
            "lazy_itable_init=1,nodiscard",
            "-m",
            "0",
            file.toString(),
            Math.max(diskMib, MIN_MIB) + "M");
    try {
      Files.deleteIfExists(file);
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      Process process = builder.start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new VmmException("boot-failed", "mke2fs did not end within 30 s");
      }
      if (process.exitValue() != 0) {
        throw VmmException.of(
            new IOException(said.strip()), "boot-failed", "making the writable disk");
      }
      return file;
    } catch (IOException e) {
      throw VmmException.of(e, "boot-failed", "making the writable disk with mke2fs (e2fsprogs)");
    }
  }

  private static String program() {
    for (String folder : List.of("/usr/sbin", "/sbin", "/usr/bin")) {
      if (Files.isExecutable(Path.of(folder, "mke2fs"))) {
        return folder + "/mke2fs";
      }
    }
    return "mke2fs";
  }
}
