package dev.skiff.core.cell;

import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.GhostGone;
import dev.skiff.contracts.log.CellEvent.GhostSeen;
import dev.skiff.contracts.log.CellEvent.HostConflict;
import dev.skiff.contracts.log.CellEvent.HostJoined;
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
    return same
            || (known.host.status() == HostStatus.LOST
                && reported.session() != known.host.session())
        ? joined(state, known, event, joined, same, at)
        : conflict(known.host, event);
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
      Report.Joined joined,
      boolean knowsItsVms,
      long at) {
    List<CellEvent> events = new ArrayList<>();
    events.add(event);
    Map<HostEntry.GhostKey, RunningVm> running = new TreeMap<>();
    joined.running().forEach(r -> running.put(new HostEntry.GhostKey(r.vm(), r.incarnation()), r));
    for (HostEntry.GhostKey ghost : host.ghosts.keySet()) {
      if (!running.containsKey(ghost)) {
        events.add(new GhostGone(event.host(), ghost.vm(), ghost.incarnation()));
      }
    }
    VmEnding ending = new VmEnding(rules, state, at);
    if (knowsItsVms) {
      sortOut(state, event, joined, running, ending, at, events);
    } else {
      for (Vm vm : state.vmsOn(event.host())) {
        events.addAll(ending.end(vm, replaced(event, at), VmEnding.Sight.UNSEEN));
      }
    }
    // What is left runs there although the log has not placed it there.
    for (Map.Entry<HostEntry.GhostKey, RunningVm> stray : running.entrySet()) {
      if (!host.ghosts.containsKey(stray.getKey())) {
        events.add(ghost(event, stray.getValue()));
      }
    }
    return events;
  }

  /// @param running what is accounted for is taken out
  private static void sortOut(
      CellState state,
      HostJoined event,
      Report.Joined joined,
      Map<HostEntry.GhostKey, RunningVm> running,
      VmEnding ending,
      long at,
      List<CellEvent> events) {
    Map<HostEntry.GhostKey, ExitStatus> finished = new TreeMap<>();
    for (FinishedVm f : joined.finished()) {
      finished.put(new HostEntry.GhostKey(f.vm(), f.incarnation()), f.exit());
    }
    for (Vm vm : state.vmsOn(event.host())) {
      HostEntry.GhostKey key = new HostEntry.GhostKey(vm.id(), vm.incarnation());
      ExitStatus exit = finished.get(key);
      RunningVm found = running.remove(key);
      if (found != null) {
        events.add(new VmAdopted(vm.id(), event.host(), event.session()));
        held(vm, found, events);
      } else if (exit != null) {
        events.addAll(ending.end(vm, exit, VmEnding.Sight.SEEN));
      } else if (vm.status() != VmStatus.ASSIGNED) {
        events.addAll(ending.end(vm, missing(event, at), VmEnding.Sight.GONE));
      }
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
