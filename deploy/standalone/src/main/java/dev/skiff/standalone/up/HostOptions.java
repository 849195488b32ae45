package dev.skiff.standalone.up;

import dev.skiff.cli.command.Failure;
import dev.skiff.contracts.Resources;
import dev.skiff.gateway.manifest.Quantities;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is said of hosts on the command line.
public final class HostOptions {
  @Option(
      names = "--host-cpus",
      paramLabel = "N",
      description = "CPUs that each host offers: 2, 1.5; else all of this machine's.")
  private @Nullable String cpus;

  @Option(
      names = "--host-memory",
      paramLabel = "SIZE",
      description = "Memory that each host offers: 2GiB; else its part of half of this machine's.")
  private @Nullable String memory;

  @Option(
      names = "--host-disk",
      paramLabel = "SIZE",
      description = "Disk that each host offers: 20GiB; else its part of half of what is free.")
  private @Nullable String disk;

  @Option(
      names = "--host-slots",
      paramLabel = "N",
      description = "VMs that each host takes at most; else as its memory allows, up to 64.")
  private @Nullable Long slots;

  @Option(
      names = "--cpu-overcommit",
      paramLabel = "PERCENT",
      description = "CPUs promised for each hundred there are; else 100.")
  private int cpuOvercommitPercent = 100;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "KEY=VALUE",
      description = "A label for every host; zone and rack are there already.")
  private Map<String, String> labels = new LinkedHashMap<>();

  /// CPUs promised for each hundred there are.
  public int cpuOvercommitPercent() {
    return cpuOvercommitPercent;
  }

  /// By name.
  public Map<String, String> labels() {
    return labels;
  }

  /// @param usual what each host offers unless it was said
  public Resources size(Resources usual) {
    try {
      return new Resources(
          cpus == null ? usual.milliCpu() : Quantities.milliCpu(cpus),
          memory == null ? usual.memoryMib() : Quantities.mebibytes(memory),
          disk == null ? usual.diskMib() : Quantities.mebibytes(disk),
          slots == null ? usual.slots() : slots);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("what each host offers: " + e.getMessage(), null);
    }
  }
}
