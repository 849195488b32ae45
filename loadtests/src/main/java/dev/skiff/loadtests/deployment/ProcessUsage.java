package dev.skiff.loadtests.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a process has used, from `/proc`.
public final class ProcessUsage {
  /// Of the kernel's own accounting; 100 on every Linux.
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  private ProcessUsage() {}

  /// CPU time, in seconds.
  public static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(file(pid, "stat"));
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(afterName[USER_TICKS]) + Long.parseLong(afterName[SYSTEM_TICKS]))
        / TICKS_PER_SECOND;
  }

  /// Memory that it holds, in MiB.
  public static double residentMib(long pid) throws IOException {
    return mib(pid, "VmRSS:");
  }

  /// The most memory that it has held, in MiB.
  public static double peakMib(long pid) throws IOException {
    return mib(pid, "VmHWM:");
  }

  private static double mib(long pid, String key) throws IOException {
    try (Stream<String> lines = Files.lines(file(pid, "status"))) {
      return lines
          .filter(line -> line.startsWith(key))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElseThrow(() -> new IOException("process " + pid + " has no " + key));
    }
  }

  private static Path file(long pid, String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }
}
