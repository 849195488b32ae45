package dev.skiff.agent.vmm.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

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

  /// What a guest can tell of it: its name and what it can do.
  static String model() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name") || line.startsWith("flags"))
        .distinct()
        .collect(Collectors.joining("\n"));
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
