package dev.skiff.core.cell;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.state.Ghost;
import dev.skiff.contracts.state.Host;
import java.util.TreeMap;
import java.util.TreeSet;

/// A host, what is on it by the log, and what is on it besides, inside [CellState].
final class HostEntry {
  /// @param incarnation of a VM may be on a host twice: an old one as a ghost while the new one is
  ///   placed there
  record GhostKey(VmId vm, int incarnation) implements Comparable<GhostKey> {
    @Override
    public int compareTo(GhostKey other) {
      int byVm = vm.compareTo(other.vm);
      return byVm != 0 ? byVm : Integer.compare(incarnation, other.incarnation);
    }
  }

  Host host;
  final TreeSet<VmId> vms = new TreeSet<>();
  final TreeMap<GhostKey, Ghost> ghosts = new TreeMap<>();

  /// VMs of exclusive jobs: they need leases.
  int exclusive;

  /// What VMs that were not told to end hold, by priority.
  final TreeMap<Integer, Resources> held = new TreeMap<>();

  HostEntry(Host host) {
    this.host = host;
  }

  void take(Resources amount, int count, long at) {
    host = host.holding(host.used().plus(amount), host.vms() + count, at);
  }

  /// VMs of a priority hold more, or less.
  void hold(int priority, Resources each, int count) {
    Resources now = held.getOrDefault(priority, Resources.NONE);
    Resources next = count > 0 ? now.plus(each.times(count)) : now.minus(each.times(-(long) count));
    if (next.equals(Resources.NONE)) {
      held.remove(priority);
    } else {
      held.put(priority, next);
    }
  }

  /// What VMs below a priority hold that were not told to end.
  Resources heldBelow(int priority) {
    Resources sum = Resources.NONE;
    for (Resources one : held.headMap(priority).values()) {
      sum = sum.plus(one);
    }
    return sum;
  }

  void give(Resources amount, long at) {
    host = host.holding(host.used().minus(amount), host.vms() - 1, at);
  }
}
