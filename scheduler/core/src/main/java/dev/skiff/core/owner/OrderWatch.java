package dev.skiff.core.owner;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.GhostSeen;
import dev.skiff.contracts.log.CellEvent.VmStopping;
import dev.skiff.contracts.log.CellEvent.VmWanted;
import dev.skiff.contracts.log.CellEvent.VmsAssigned;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.state.Ghost;
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
  private sealed interface Given {
    long at();

    /// Orders about VMs `first` to `first + count - 1`.
    record ForVms(VmId first, int count, long at) implements Given {}

    /// The order to end one that runs on a host although it is not placed there.
    record ForGhost(HostId host, VmId vm, int incarnation, long at) implements Given {}
  }

  private final Deque<Given> given = new ArrayDeque<>();

  /// Orders that follow from a Transition went out.
  void committed(Transition transition, long now) {
    for (CellEvent event : transition.events()) {
      if (event instanceof VmsAssigned e) {
        given.addLast(new Given.ForVms(new VmId(e.job(), e.first()), e.count(), now));
      } else if (event instanceof VmStopping e) {
        given.addLast(new Given.ForVms(e.vm(), 1, now));
      } else if (event instanceof VmWanted e) {
        given.addLast(new Given.ForVms(e.vm(), 1, now));
      } else if (event instanceof GhostSeen e) {
        given.addLast(new Given.ForGhost(e.host(), e.vm(), e.incarnation(), now));
      }
    }
  }

  /// A host has been told everything anew: its answers are due from now on.
  void restated(CellState state, HostId host, long now) {
    for (Vm vm : state.vmsOn(host)) {
      if (isUnanswered(vm)) {
        given.addLast(new Given.ForVms(vm.id(), 1, now));
      }
    }
    for (Ghost ghost : state.ghostsOn(host)) {
      given.addLast(new Given.ForGhost(host, ghost.vm(), ghost.incarnation(), now));
    }
  }

  /// Hosts that have not answered an order given before this moment; each is named once.
  Set<HostId> unanswered(CellState state, long before) {
    Set<HostId> hosts = new TreeSet<>();
    while (!given.isEmpty() && given.getFirst().at() < before) {
      switch (given.removeFirst()) {
        case Given.ForVms(VmId first, int count, long _) -> {
          for (int i = 0; i < count; i++) {
            Vm vm = state.vm(new VmId(first.job(), first.index() + i));
            if (vm != null && vm.host() != null && isUnanswered(vm)) {
              hosts.add(vm.host());
            }
          }
        }
        case Given.ForGhost(HostId host, VmId vm, int incarnation, long _) -> {
          if (isThere(state, host, vm, incarnation)) {
            hosts.add(host);
          }
        }
      }
    }
    return hosts;
  }

  private static boolean isThere(CellState state, HostId host, VmId vm, int incarnation) {
    return state.ghostsOn(host).stream()
        .anyMatch(ghost -> ghost.vm().equals(vm) && ghost.incarnation() == incarnation);
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
