package dev.skiff.core.owner;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.VmStopping;
import dev.skiff.contracts.log.CellEvent.VmWanted;
import dev.skiff.contracts.log.CellEvent.VmsAssigned;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.core.cell.CellState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;

/// Remembers what hosts were ordered until they have had time to answer. Orders are in a topic, so
/// they are hardly ever lost; an agent that joined while one was on its way may not have taken it.
final class OrderWatch {
  /// Orders about VMs `first` to `first + count - 1`, given at `at`.
  private record Given(VmId first, int count, long at) {}

  private final Deque<Given> given = new ArrayDeque<>();

  /// Orders that follow from a Transition went out.
  void committed(Transition transition, long now) {
    for (CellEvent event : transition.events()) {
      if (event instanceof VmsAssigned e) {
        given.addLast(new Given(new VmId(e.job(), e.first()), e.count(), now));
      } else if (event instanceof VmStopping e) {
        given.addLast(new Given(e.vm(), 1, now));
      } else if (event instanceof VmWanted e) {
        given.addLast(new Given(e.vm(), 1, now));
      }
    }
  }

  /// A host has been told everything anew: its answers are due from now on.
  void restated(CellState state, HostId host, long now) {
    for (Vm vm : state.vmsOn(host)) {
      if (isUnanswered(vm)) {
        given.addLast(new Given(vm.id(), 1, now));
      }
    }
  }

  /// Hosts that have not answered an order given before this moment; each is named once.
  Set<HostId> unanswered(CellState state, long before) {
    Set<HostId> hosts = new TreeSet<>();
    while (!given.isEmpty() && given.getFirst().at() < before) {
      Given one = given.removeFirst();
      for (int i = 0; i < one.count(); i++) {
        Vm vm = state.vm(new VmId(one.first().job(), one.first().index() + i));
        if (vm != null && vm.host() != null && isUnanswered(vm)) {
          hosts.add(vm.host());
        }
      }
    }
    return hosts;
  }

  private static boolean isUnanswered(Vm vm) {
    return switch (vm.status()) {
      case ASSIGNED, STOPPING -> true;
      case RUNNING, PAUSED, SUSPENDED -> vm.status() != statusWanted(vm);
      case CREATED, PENDING, STARTING, EXITED, FAILED, LOST, CANCELLED -> false;
    };
  }

  private static VmStatus statusWanted(Vm vm) {
    return switch (vm.wanted()) {
      case NONE -> VmStatus.RUNNING;
      case PAUSED -> VmStatus.PAUSED;
      case SUSPENDED -> VmStatus.SUSPENDED;
    };
  }
}
