package dev.skiff.loadtests.deployment;

import java.util.ArrayList;
import java.util.List;

/// What a deployment consists of.
///
/// @param cells of the fleet
/// @param schedulers processes; each may own every cell
/// @param gateways processes
/// @param hosts simulated ones, in one process
/// @param fleetOptions more options of `loadtests/run fleet`
public record DeploymentPlan(
    int cells, int schedulers, int gateways, int hosts, List<String> fleetOptions) {
  public DeploymentPlan {
    fleetOptions = List.copyOf(fleetOptions);
    if (cells < 1 || schedulers < 1 || gateways < 1 || hosts < 1) {
      throw new IllegalArgumentException(
          "deployment: %d cells, %d schedulers, %d gateways, %d hosts (expected: all >= 1)"
              .formatted(cells, schedulers, gateways, hosts));
    }
  }

  /// One scheduler, one gateway.
  public static DeploymentPlan small(int cells, int hosts) {
    return new DeploymentPlan(cells, 1, 1, hosts, List.of());
  }

  public DeploymentPlan withFleetOptions(String... options) {
    List<String> all = new ArrayList<>(fleetOptions);
    all.addAll(List.of(options));
    return new DeploymentPlan(cells, schedulers, gateways, hosts, all);
  }
}
