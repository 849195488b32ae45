package dev.skiff.standalone.up;

import dev.skiff.contracts.Resources;
import java.util.List;

/// The fleet that is to be started.
///
/// @param hosts in order
/// @param size what each of them offers
/// @param cpuOvercommitPercent CPUs promised for each hundred there are
/// @param driver `auto`, `qemu-kvm`, `qemu-tcg` or `simulated`
/// @param port of the HTTP API; 0 lets the system choose
record FleetPlan(
    List<PlannedHost> hosts, Resources size, int cpuOvercommitPercent, String driver, int port) {
  FleetPlan {
    hosts = List.copyOf(hosts);
  }
}
