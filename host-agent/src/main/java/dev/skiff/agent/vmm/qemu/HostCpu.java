package dev.skiff.agent.vmm.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the host's processor tells about itself.
final class HostCpu {
  private HostCpu() {}

  /// The time stamp counter's rate in kHz; 0 when the host does not say.
  static long tscKiloHertz() {
    try {
      return tscKiloHertz(Files.readAllLines(Path.of("/proc/cpuinfo")));
    } catch (IOException e) {
      return 0;
    }
  }

  static long tscKiloHertz(List<String> cpuinfo) {
    for (String line : cpuinfo) {
      if (line.startsWith("cpu MHz")) {
        try {
          double megaHertz = Double.parseDouble(line.substring(line.indexOf(':') + 1).trim());
          return Math.round(megaHertz * 1000);
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 0;
  }
}
