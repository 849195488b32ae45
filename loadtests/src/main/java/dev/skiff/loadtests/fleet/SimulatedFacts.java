package dev.skiff.loadtests.fleet;

import dev.skiff.contracts.report.HostFacts;
import java.util.List;

/// What the hosts of a simulated fleet say of themselves.
final class SimulatedFacts {
  private static final int ALL_OF_IT = 100;

  private SimulatedFacts() {}

  static HostFacts of(FleetConfig config, int number) {
    // Nobody listens at the discard port: simulated VMs have no logs to fetch.
    return new HostFacts(
        "http://127.0.0.1:9",
        config.labels(number),
        config.perHost(),
        ALL_OF_IT,
        "simulated",
        "a load test",
        List.of(),
        "loadtests");
  }
}
