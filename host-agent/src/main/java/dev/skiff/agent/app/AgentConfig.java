package dev.skiff.agent.app;

import dev.skiff.agent.core.AgentLimits;
import dev.skiff.agent.vmm.simulated.SimulatedSettings;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.kafka.KafkaSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One agent, configured.
///
/// @param host its name
/// @param cell the cell it joins
/// @param labels for constraints; at most 64, none longer than 63 characters
/// @param dataFolder its journal and its VMs' directories; one agent's alone
/// @param kafka where the cell is
/// @param capacity what it has for VMs, see [HostCapacity]; at most [AgentLimits#MAX_SLOTS] slots
/// @param cpuOvercommitPercent CPUs promised for each hundred there are
/// @param driver `auto`, `qemu-kvm`, `qemu-tcg` or `simulated`; never simulated unless it says so
/// @param simulated how long simulated VMs take
/// @param guestFolder where the guest's kernel and init are; null is where the VMM drivers look
/// @param http its own endpoint
/// @param limits what it keeps
public record AgentConfig(
    HostId host,
    CellId cell,
    Map<String, String> labels,
    Path dataFolder,
    KafkaSettings kafka,
    Resources capacity,
    int cpuOvercommitPercent,
    String driver,
    SimulatedSettings simulated,
    @Nullable Path guestFolder,
    HttpSettings http,
    AgentLimits limits) {
  private static final Set<String> DRIVERS = Set.of("auto", "qemu-kvm", "qemu-tcg", "simulated");
  private static final int MAX_LABELS = 64;
  private static final int MAX_LABEL = 63;

  public AgentConfig {
    labels = Map.copyOf(labels);
    if (labels.size() > MAX_LABELS) {
      throw new IllegalArgumentException(
          "labels: %d (expected: at most %d)".formatted(labels.size(), MAX_LABELS));
    }
    labels.forEach((name, value) -> {
      if (name.isEmpty() || name.length() > MAX_LABEL || value.length() > MAX_LABEL) {
        throw new IllegalArgumentException(
            "labels: \"%s=%s\" (expected: at most %d characters each)"
                .formatted(name, value, MAX_LABEL));
      }
    });
    if (capacity.slots() > AgentLimits.MAX_SLOTS) {
      throw new IllegalArgumentException(
          "slots: %d (expected: at most %d)".formatted(capacity.slots(), AgentLimits.MAX_SLOTS));
    }
    if (!DRIVERS.contains(driver)) {
      throw new IllegalArgumentException(
          "driver: \"%s\" (expected: auto, qemu-kvm, qemu-tcg or simulated)".formatted(driver));
    }
    if (cpuOvercommitPercent < 1 || cpuOvercommitPercent > 10_000) {
      throw new IllegalArgumentException(
          "cpuOvercommitPercent: " + cpuOvercommitPercent + " (expected: 1 to 10000)");
    }
  }

  /// The best driver that works here, no overcommit, an endpoint on loopback.
  public static AgentConfig of(
      HostId host, CellId cell, Path dataFolder, KafkaSettings kafka, Resources capacity) {
    return new AgentConfig(
        host,
        cell,
        Map.of(),
        dataFolder,
        kafka,
        capacity,
        100,
        "auto",
        SimulatedSettings.DEFAULT,
        null,
        HttpSettings.LOOPBACK,
        AgentLimits.DEFAULT);
  }

  public AgentConfig withLabels(Map<String, String> other) {
    return new AgentConfig(
        host,
        cell,
        other,
        dataFolder,
        kafka,
        capacity,
        cpuOvercommitPercent,
        driver,
        simulated,
        guestFolder,
        http,
        limits);
  }

  public AgentConfig withDriver(String other, SimulatedSettings simulation) {
    return new AgentConfig(
        host,
        cell,
        labels,
        dataFolder,
        kafka,
        capacity,
        cpuOvercommitPercent,
        other,
        simulation,
        guestFolder,
        http,
        limits);
  }

  public AgentConfig withGuestFolder(@Nullable Path other) {
    return new AgentConfig(
        host,
        cell,
        labels,
        dataFolder,
        kafka,
        capacity,
        cpuOvercommitPercent,
        driver,
        simulated,
        other,
        http,
        limits);
  }

  public AgentConfig withCpuOvercommit(int percent) {
    return new AgentConfig(
        host,
        cell,
        labels,
        dataFolder,
        kafka,
        capacity,
        percent,
        driver,
        simulated,
        guestFolder,
        http,
        limits);
  }

  public AgentConfig withHttp(HttpSettings other) {
    return new AgentConfig(
        host,
        cell,
        labels,
        dataFolder,
        kafka,
        capacity,
        cpuOvercommitPercent,
        driver,
        simulated,
        guestFolder,
        other,
        limits);
  }
}
