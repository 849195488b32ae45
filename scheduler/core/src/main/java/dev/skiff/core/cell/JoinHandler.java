package dev.skiff.core.cell;

import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.GhostGone;
import dev.skiff.contracts.log.CellEvent.GhostSeen;
import dev.skiff.contracts.log.CellEvent.HostConflict;
import dev.skiff.contracts.log.CellEvent.HostJoined;
import dev.skiff.contracts.log.CellEvent.HostLost;
import dev.skiff.contracts.log.CellEvent.HostSuspected;
import dev.skiff.contracts.log.CellEvent.VmAdopted;
import dev.skiff.contracts.log.CellEvent.VmHeld;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.FinishedVm;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Brings in line what an agent that has just started found on its host with what the log has
/// there.
///
/// Whether it is the agent that was there before is told by its journal. One with another journal
/// runs on another machine, or on one that has forgotten everything: it knows nothing of the VMs
/// that the log has on the host, and is let in only once the host is lost.
final class JoinHandler {
  /// An end and another start for each, with a host's name as long as it may be, take half of what
  /// a Transition may.
  private static final int MOST_ENDS = 250;

  private final CellRules rules;

  JoinHandler(CellRules rules) {
    this.rules = rules;
  }

  List<CellEvent> handle(
      CellState state, CellInput.Reported reported, Report.Joined joined, long at) {
    HostEntry known = state.hosts.get(reported.host());
    HostJoined event =
        new HostJoined(reported.host(), reported.session(), joined.journal(), joined.facts());
    if (known == null) {
      List<CellEvent> events = new ArrayList<>();
      events.add(event);
      joined.running().forEach(stray -> events.add(ghost(event, stray)));
      return events;
    }
    boolean same = known.host.journal().equals(joined.journal());
    if (same && reported.session() <= known.host.session()) {
      return List.of();
    }
    if (!same
        && (known.host.status() != HostStatus.LOST || reported.session() == known.host.session())) {
      return conflict(known.host, event);
    }
    Found found = new Found(joined);
    return ends(state, known, found, same) > MOST_ENDS
        ? giveUp(known.host)
        : joined(state, known, event, found, same, at);
  }

  /// How many VMs end because the host has come without them.
  private static long ends(CellState state, HostEntry host, Found found, boolean knowsItsVms) {
    return state.vmsOn(host.host.id()).stream()
        .filter(vm -> !knowsItsVms || found.isMissing(vm))
        .count();
  }

  /// So many VMs do not end in one Transition. The host counts as lost, its VMs are given up piece
  /// by piece, and it is asked to join again.
  private static List<CellEvent> giveUp(Host host) {
    return switch (host.status()) {
      case READY, CORDONED, DRAINING ->
          List.of(new HostSuspected(host.id()), new HostLost(host.id()));
      case SUSPECT -> List.of(new HostLost(host.id()));
      case LOST -> List.of();
    };
  }

  private static List<CellEvent> conflict(Host host, HostJoined refused) {
    String reason =
        ("another agent (session %d, %s) wants to be host %s as well; give it another host id, or, "
                + "if it is to take this one's place, stop this one's agent: the other is let in "
                + "once this host is lost and it has started again")
            .formatted(refused.session(), refused.facts().address(), host.id());
    return reason.equals(host.conflict())
        ? List.of()
        : List.of(new HostConflict(host.id(), refused.session(), reason));
  }

  private List<CellEvent> joined(
      CellState state,
      HostEntry host,
      HostJoined event,
      Found found,
      boolean knowsItsVms,
      long at) {
    List<CellEvent> events = new ArrayList<>();
    events.add(event);
    for (HostEntry.GhostKey ghost : host.ghosts.keySet()) {
      if (!found.running.containsKey(ghost)) {
        events.add(new GhostGone(event.host(), ghost.vm(), ghost.incarnation()));
      }
    }
    VmEnding ending = new VmEnding(rules, state, at);
    if (knowsItsVms) {
      sortOut(state, event, found, ending, at, events);
    } else {
      for (Vm vm : state.vmsOn(event.host())) {
        events.addAll(ending.end(vm, replaced(event, at), VmEnding.Sight.UNSEEN));
      }
    }
    // What is left runs there although the log has not placed it there.
    for (Map.Entry<HostEntry.GhostKey, RunningVm> stray : found.running.entrySet()) {
      if (!host.ghosts.containsKey(stray.getKey())) {
        events.add(ghost(event, stray.getValue()));
      }
    }
    return events;
  }

  /// @param found what is accounted for is taken out
  private static void sortOut(
      CellState state,
      HostJoined event,
      Found found,
      VmEnding ending,
      long at,
      List<CellEvent> events) {
    for (Vm vm : state.vmsOn(event.host())) {
      ExitStatus exit = found.finished.get(keyOf(vm));
      RunningVm running = found.running.remove(keyOf(vm));
      if (running != null) {
        events.add(new VmAdopted(vm.id(), event.host(), event.session()));
        held(vm, running, events);
      } else if (exit != null) {
        events.addAll(ending.end(vm, exit, VmEnding.Sight.SEEN));
      } else if (found.isMissing(vm)) {
        events.addAll(ending.end(vm, missing(event, at), VmEnding.Sight.GONE));
      }
    }
  }

  private static HostEntry.GhostKey keyOf(Vm vm) {
    return new HostEntry.GhostKey(vm.id(), vm.incarnation());
  }

  /// What an agent has found on its host.
  private static final class Found {
    final Map<HostEntry.GhostKey, RunningVm> running = new TreeMap<>();
    final Map<HostEntry.GhostKey, ExitStatus> finished = new TreeMap<>();

    Found(Report.Joined joined) {
      for (RunningVm vm : joined.running()) {
        running.put(new HostEntry.GhostKey(vm.vm(), vm.incarnation()), vm);
      }
      for (FinishedVm vm : joined.finished()) {
        finished.put(new HostEntry.GhostKey(vm.vm(), vm.incarnation()), vm.exit());
      }
    }

    /// Whether a VM that the log has there is not, and nobody knows how it ended. One that was only
    /// ordered may still come.
    boolean isMissing(Vm vm) {
      return vm.status() != VmStatus.ASSIGNED
          && !running.containsKey(keyOf(vm))
          && !finished.containsKey(keyOf(vm));
    }
  }

  private static GhostSeen ghost(HostJoined event, RunningVm stray) {
    return new GhostSeen(event.host(), stray.vm(), stray.incarnation(), stray.resources());
  }

  private static ExitStatus missing(HostJoined event, long at) {
    return ExitStatus.failed(
        "host-restarted", "host %s came back without it".formatted(event.host()), at);
  }

  private static ExitStatus replaced(HostJoined event, long at) {
    return ExitStatus.failed(
        "host-replaced",
        "another agent has become host %s, which was lost".formatted(event.host()),
        at);
  }

  /// It may have been paused or have gone on while nobody could say so.
  private static void held(Vm vm, RunningVm found, List<CellEvent> events) {
    VmHold now =
        switch (vm.status()) {
          case PAUSED -> VmHold.PAUSED;
          case SUSPENDED -> VmHold.SUSPENDED;
          case ASSIGNED, STARTING, RUNNING -> VmHold.NONE;
          case STOPPING, CREATED, PENDING, EXITED, FAILED, LOST, CANCELLED -> found.hold();
        };
    if (now == found.hold()) {
      return;
    }
    if (now == VmHold.SUSPENDED && found.hold() == VmHold.PAUSED) {
      events.add(new VmHeld(vm.id(), VmHold.NONE));
    }
    events.add(new VmHeld(vm.id(), found.hold()));
  }
}
