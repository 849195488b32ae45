package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.GhostGone;
import dev.skiff.contracts.log.CellEvent.GhostSeen;
import dev.skiff.contracts.log.CellEvent.HostJoined;
import dev.skiff.contracts.log.CellEvent.VmAdopted;
import dev.skiff.contracts.log.CellEvent.VmHeld;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.FinishedVm;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Brings in line what an agent that has just started found on its host with what the log has
/// there.
final class JoinHandler {
  private final VmEnding ending;

  JoinHandler(VmEnding ending) {
    this.ending = ending;
  }

  List<CellEvent> joined(CellState state, HostId id, long session, Report.Joined joined, long at) {
    List<CellEvent> events = new ArrayList<>();
    events.add(new HostJoined(id, session, joined.facts()));
    Map<HostEntry.GhostKey, RunningVm> running = new TreeMap<>();
    joined.running().forEach(r -> running.put(new HostEntry.GhostKey(r.vm(), r.incarnation()), r));
    Map<HostEntry.GhostKey, ExitStatus> finished = new TreeMap<>();
    for (FinishedVm f : joined.finished()) {
      finished.put(new HostEntry.GhostKey(f.vm(), f.incarnation()), f.exit());
    }
    HostEntry host = state.hosts.get(id);
    if (host != null) {
      for (HostEntry.GhostKey ghost : host.ghosts.keySet()) {
        if (!running.containsKey(ghost)) {
          events.add(new GhostGone(id, ghost.vm(), ghost.incarnation()));
        }
      }
      for (Vm vm : state.vmsOn(id)) {
        HostEntry.GhostKey key = new HostEntry.GhostKey(vm.id(), vm.incarnation());
        ExitStatus exit = finished.get(key);
        RunningVm found = running.remove(key);
        if (found != null) {
          events.add(new VmAdopted(vm.id(), id, session));
          held(vm, found, events);
        } else if (exit != null) {
          events.addAll(
              ending.end(state.requireJob(vm.id().job()).job, vm, exit, VmEnding.Sight.SEEN, at));
        } else if (vm.status() != VmStatus.ASSIGNED) {
          events.addAll(
              ending.end(
                  state.requireJob(vm.id().job()).job,
                  vm,
                  ExitStatus.failed(
                      "host-restarted", "host %s came back without it".formatted(id), at),
                  VmEnding.Sight.GONE,
                  at));
        }
      }
    }
    // What is left runs there although the log has not placed it there.
    for (RunningVm stray : running.values()) {
      if (host == null
          || !host.ghosts.containsKey(new HostEntry.GhostKey(stray.vm(), stray.incarnation()))) {
        events.add(new GhostSeen(id, stray.vm(), stray.incarnation(), stray.resources()));
      }
    }
    return events;
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
    if (now != found.hold()) {
      if (now == VmHold.SUSPENDED) {
        events.add(new VmHeld(vm.id(), VmHold.NONE));
      }
      if (found.hold() != VmHold.NONE || now != VmHold.SUSPENDED) {
        events.add(new VmHeld(vm.id(), found.hold()));
      }
    }
  }
}
