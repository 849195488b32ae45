package dev.skiff.contracts.report;

import dev.skiff.contracts.Resources;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a host says of itself when it joins.
///
/// @param address base URL of the agent's own HTTP endpoint, for logs, exec and images
/// @param labels for constraints: `zone`, `rack`, ...
/// @param capacity what it has for VMs, before overcommit
/// @param cpuOvercommitPercent CPUs promised for each hundred there are; 100 promises no more than
///   there is
/// @param driver the VMM driver in use: `qemu-kvm`, `qemu-tcg`, `simulated`
/// @param driverReason why that one, in a sentence
/// @param images references of images that it holds, most recently used first, at most
///   [#MAX_IMAGES]: VMs of an image go where it is
/// @param version of the agent
public record HostFacts(
    String address,
    Map<String, String> labels,
    Resources capacity,
    int cpuOvercommitPercent,
    String driver,
    String driverReason,
    List<String> images,
    String version) {
  public static final int MAX_IMAGES = 64;

  public HostFacts {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    images = List.copyOf(images);
    if (images.size() > MAX_IMAGES) {
      throw new IllegalArgumentException(
          "images: " + images.size() + " (expected: at most " + MAX_IMAGES + ")");
    }
    if (cpuOvercommitPercent < 1 || cpuOvercommitPercent > 10_000) {
      throw new IllegalArgumentException(
          "cpuOvercommitPercent: " + cpuOvercommitPercent + " (expected: 1 to 10000)");
    }
  }

  /// The same holding other images.
  public HostFacts withImages(List<String> held) {
    return new HostFacts(
        address, labels, capacity, cpuOvercommitPercent, driver, driverReason, held, version);
  }

  /// What may be promised to VMs: the capacity with the overcommit applied.
  public Resources promisable() {
    return new Resources(
        capacity.milliCpu() * cpuOvercommitPercent / 100,
        capacity.memoryMib(),
        capacity.diskMib(),
        capacity.slots());
  }
}
