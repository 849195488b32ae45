package dev.skiff.standalone.up;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What this machine has, to be divided among its hosts.
///
/// @param cpus that this process may use
/// @param memoryMib all of it
/// @param freeDiskMib where the data folder is
public record Machine(int cpus, long memoryMib, long freeDiskMib) {
  private static final long MIB = 1024L * 1024;

  /// @param folder whose disk counts
  public static Machine here(Path folder) throws IOException {
    long memory =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    long disk = Files.getFileStore(folder).getUsableSpace();
    return new Machine(Runtime.getRuntime().availableProcessors(), memory / MIB, disk / MIB);
  }
}
