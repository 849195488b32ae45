package dev.skiff.loadtests.constraints;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks where VMs went against the data set alone: it knows nothing of the engine that put them
/// there.
final class RuleChecker {
  private final List<NumaHost> hosts;

  RuleChecker(List<NumaHost> hosts) {
    this.hosts = hosts;
  }

  /// @return a sentence for each rule that is broken
  List<String> violations(List<NumaVm> vms, List<Placed> placed) {
    List<String> violations = new ArrayList<>();
    checkComplete(vms, placed, violations);
    checkNodes(placed, violations);
    checkAffinity(placed, violations);
    checkAntiAffinity(placed, violations);
    checkFaultDomains(placed, violations);
    return violations;
  }

  private static void checkComplete(
      List<NumaVm> vms, List<Placed> placed, List<String> violations) {
    Set<Integer> rows = new HashSet<>();
    for (Placed one : placed) {
      if (!rows.add(one.vm().row())) {
        violations.add("VM %d is there twice".formatted(one.vm().row()));
      }
      if (one.host() == Placed.NOWHERE && one.reason().isBlank()) {
        violations.add("VM %d went nowhere without a reason".formatted(one.vm().row()));
      }
    }
    for (NumaVm vm : vms) {
      if (!rows.contains(vm.row())) {
        violations.add("VM %d is missing".formatted(vm.row()));
      }
    }
  }

  private void checkNodes(List<Placed> placed, List<String> violations) {
    double[][] used = new double[hosts.size()][4];
    for (Placed one : placed) {
      if (one.host() == Placed.NOWHERE) {
        continue;
      }
      if ((one.node() == Placed.BOTH) != (one.vm().nodes() == 2)) {
        violations.add("VM %d is on the wrong number of nodes".formatted(one.vm().row()));
      }
      for (int node = 0; node < 2; node++) {
        double share = one.node() == Placed.BOTH ? 0.5 : one.node() == node ? 1 : 0;
        used[one.host()][2 * node] += share * one.vm().cpus();
        used[one.host()][2 * node + 1] += share * one.vm().memoryGib();
      }
    }
    for (int i = 0; i < hosts.size(); i++) {
      NumaHost host = hosts.get(i);
      int[] has = {host.cpus0(), host.memoryGib0(), host.cpus1(), host.memoryGib1()};
      for (int dimension = 0; dimension < 4; dimension++) {
        if (used[i][dimension] > has[dimension]) {
          violations.add(
              "%s: %s %s on node %d (has %d)"
                  .formatted(
                      host.name(),
                      used[i][dimension],
                      dimension % 2 == 0 ? "vCPUs" : "GiB",
                      dimension / 2,
                      has[dimension]));
        }
      }
    }
  }

  private void checkAffinity(List<Placed> placed, List<String> violations) {
    Map<String, String> racks = new HashMap<>();
    for (Placed one : of(Strategy.AFFINITY, placed)) {
      String rack = hosts.get(one.host()).rack();
      String other = racks.putIfAbsent(one.vm().group(), rack);
      if (other != null && !other.equals(rack)) {
        violations.add(
            "VM %d of affinity group %s is in rack %s, others are in %s"
                .formatted(one.vm().row(), one.vm().group(), rack, other));
      }
    }
  }

  private void checkAntiAffinity(List<Placed> placed, List<String> violations) {
    Set<String> taken = new HashSet<>();
    for (Placed one : of(Strategy.ANTI_AFFINITY, placed)) {
      if (!taken.add(one.vm().group() + " " + one.host())) {
        violations.add(
            "VM %d of anti-affinity group %s is with another on %s"
                .formatted(one.vm().row(), one.vm().group(), hosts.get(one.host()).name()));
      }
    }
  }

  private void checkFaultDomains(List<Placed> placed, List<String> violations) {
    Map<String, String> domains = new HashMap<>();
    for (Placed one : of(Strategy.FAULT_DOMAIN, placed)) {
      String rack = hosts.get(one.host()).rack();
      String other = domains.putIfAbsent(one.vm().group() + " " + rack, one.vm().domain());
      if (other != null && !other.equals(one.vm().domain())) {
        violations.add(
            "VM %d of group %s, domain %s, is in rack %s of domain %s"
                .formatted(one.vm().row(), one.vm().group(), one.vm().domain(), rack, other));
      }
    }
  }

  private static List<Placed> of(Strategy strategy, List<Placed> placed) {
    return placed.stream()
        .filter(one -> one.vm().strategy() == strategy && one.host() != Placed.NOWHERE)
        .toList();
  }
}
