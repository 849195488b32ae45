package dev.skiff.loadtests.simulation;

import dev.skiff.agent.core.FoundVm;
import dev.skiff.agent.core.VmRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What of a host outlives its agent.
final class HostDisk {
  final Map<VmRun, HostedVm> vms = new TreeMap<>();

  /// Drawn when the disk was new: whose it is.
  final String journal;

  /// By the host's uptime.
  long leaseEndsAt;

  /// The newest. Those of a new disk begin anywhere, so that two machines which go by one host id
  /// do not have the same.
  long session;

  HostDisk(World world) {
    this.journal = "%016x".formatted(world.random.nextLong());
    this.session = world.between(0, 1L << 40);
  }

  /// As the next agent finds it. What was never started leaves nothing behind.
  List<FoundVm> find() {
    List<FoundVm> found = new ArrayList<>();
    vms.values().forEach(vm -> found.add(vm.found()));
    vms.values().removeIf(vm -> !vm.spawned && vm.exit == null);
    return found;
  }

  List<VmRun> running() {
    return vms.values().stream().filter(HostedVm::isRunning).map(vm -> vm.run).toList();
  }
}
