package dev.skiff.core.placement;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.JobKind;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.Spread;
import dev.skiff.contracts.spec.UpdatePolicy;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.state.Host;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Hosts and jobs, shortly.
final class Things {
  private Things() {}

  static Host host(String id, long cpus, long memoryMib, Map<String, String> labels) {
    return host(id, new Resources(cpus * 1000, memoryMib, 100_000, 100), labels, List.of());
  }

  static Host host(String id, Resources capacity, Map<String, String> labels, List<String> images) {
    return Host.joined(
        new HostId(id),
        1,
        "journal",
        new HostFacts("http://" + id, labels, capacity, 100, "simulated", "", images, "1"),
        0);
  }

  static Resources need(long cpus, long memoryMib) {
    return new Resources(cpus * 1000, memoryMib, 10, 1);
  }

  static JobId job(int number) {
    return new JobId("j0-%08d".formatted(number));
  }

  static JobSpec spec(Resources need, Map<String, String> labels, PlacementSpec placement) {
    return spec("default", null, need, "skiff/busybox", labels, placement);
  }

  static JobSpec spec(
      String namespace,
      @Nullable String name,
      Resources need,
      String image,
      Map<String, String> labels,
      PlacementSpec placement) {
    return new JobSpec(
        JobKind.JOB,
        name,
        namespace,
        labels,
        1,
        null,
        RestartPolicy.NEVER,
        null,
        null,
        null,
        false,
        new VmSpec(image, List.of(), Map.of(), null, null, false, false, need),
        placement,
        UpdatePolicy.ONE_BY_ONE);
  }

  static PlacementSpec constrained(String... selectors) {
    return PlacementSpec.ANYWHERE.withConstraints(
        Stream.of(selectors).map(Selector::parse).toList());
  }

  static PlacementSpec spread(Spread... spread) {
    return new PlacementSpec(List.of(), List.of(), List.of(spread), List.of(), List.of(), 0, null);
  }

  static PlacementSpec near(Affinity... affinity) {
    return new PlacementSpec(
        List.of(), List.of(), List.of(), List.of(affinity), List.of(), 0, null);
  }

  static PlacementSpec away(Affinity... affinity) {
    return new PlacementSpec(
        List.of(), List.of(), List.of(), List.of(), List.of(affinity), 0, null);
  }
}
