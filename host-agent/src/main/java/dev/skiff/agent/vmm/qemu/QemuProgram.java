package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.vmm.VmmException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// The QEMU that is installed on this host.
///
/// @param path of its program
/// @param version as it says itself, for example `7.2.22`
public record QemuProgram(String path, String version) {
  private static final String NAME = "qemu-system-x86_64";

  /// Finds QEMU in the folders of the PATH.
  ///
  /// @throws VmmException `vmm-missing` when there is none
  public static QemuProgram find(String searchPath) throws VmmException, InterruptedException {
    for (String folder : searchPath.split(File.pathSeparator, 0)) {
      Path program = Path.of(folder.isEmpty() ? "." : folder, NAME).toAbsolutePath();
      if (Files.isExecutable(program)) {
        return new QemuProgram(program.toString(), version(program));
      }
    }
    throw new VmmException(
        "vmm-missing",
        NAME + " was not found; install QEMU (Debian: apt-get install qemu-system-x86)");
  }

  private static String version(Path program) throws VmmException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return said.replaceFirst("(?s).*version (\\S+).*", "$1").strip();
    } catch (IOException e) {
      throw VmmException.of(e, "vmm-missing", program + " cannot be run");
    }
  }
}
