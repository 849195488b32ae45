package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.HostFacts;
import java.util.List;
import java.util.Map;

/// What simulated hosts say of themselves.
final class HostFactsDraw {
  private HostFactsDraw() {}

  static HostFacts of(int number, World world) {
    Map<String, String> labels =
        number == 3
            ? Map.of("zone", "b")
            : Map.of("zone", number % 2 == 0 ? "a" : "b", "rack", "r" + number / 2);
    return new HostFacts(
        "http://127.0.0.1:1",
        labels,
        capacity(world),
        world.oneIn(3) ? 150 : 100,
        "simulated",
        "this is a simulation",
        number % 2 == 0 ? List.of(Specs.JOB_IMAGE) : List.of(),
        "test");
  }

  /// A host that has become smaller or larger, or that is wrong about itself.
  static HostFacts withOtherCapacity(HostFacts facts, World world) {
    return new HostFacts(
        facts.address(),
        facts.labels(),
        capacity(world),
        facts.cpuOvercommitPercent(),
        facts.driver(),
        facts.driverReason(),
        facts.images(),
        facts.version());
  }

  private static Resources capacity(World world) {
    long cpus = world.between(1, 5);
    return new Resources(cpus * 1_000, cpus * 1_024, 1_000, world.between(3, 7));
  }
}
