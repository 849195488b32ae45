package dev.skiff.agent.app;

import com.sun.management.OperatingSystemMXBean;
import dev.skiff.agent.core.AgentLimits;
import dev.skiff.contracts.Resources;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What this machine has for VMs.
public final class HostCapacity {
  private static final long MIB = 1L << 20;

  /// Left to the host: its kernel, the agent, and the VMMs' own overhead.
  private static final long MEMORY_RESERVE_MIB = 512;

  private static final int RESERVE_PERCENT = 10;

  private HostCapacity() {}

  /// All cores; memory and free disk less a tenth, and less 512 MiB of memory; as many VMs as a
  /// host may have.
  ///
  /// @param folder on the disk that VMs will use; its nearest parent that exists is asked
  public static Resources detect(Path folder) throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long memory = system.getTotalMemorySize() / MIB;
    long disk = Files.getFileStore(existing(folder.toAbsolutePath())).getUsableSpace() / MIB;
    return new Resources(
        Runtime.getRuntime().availableProcessors() * 1_000L,
        Math.max(0, less(memory) - MEMORY_RESERVE_MIB),
        less(disk),
        AgentLimits.MAX_SLOTS);
  }

  private static Path existing(Path folder) {
    Path parent = folder.getParent();
    return parent == null || Files.exists(folder) ? folder : existing(parent);
  }

  private static long less(long amount) {
    return amount * (100 - RESERVE_PERCENT) / 100;
  }
}
