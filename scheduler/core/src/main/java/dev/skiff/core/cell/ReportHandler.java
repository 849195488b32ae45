package dev.skiff.core.cell;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.GhostGone;
import dev.skiff.contracts.log.CellEvent.HostChanged;
import dev.skiff.contracts.log.CellEvent.VmHeld;
import dev.skiff.contracts.log.CellEvent.VmRequeued;
import dev.skiff.contracts.log.CellEvent.VmsRunning;
import dev.skiff.contracts.log.CellEvent.VmsStarting;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What hosts see. A report that does not match (another session, incarnation or host than the log
/// has) changes nothing: it tells of something that has been decided otherwise since.
final class ReportHandler {
  private final CellRules rules;
  private final JoinHandler joins;

  ReportHandler(CellRules rules) {
    this.rules = rules;
    this.joins = new JoinHandler(rules);
  }

  List<CellEvent> handle(CellState state, CellInput.Reported reported, long at) {
    Host host = state.host(reported.host());
    if (reported.report() instanceof Report.Joined joined) {
      return joins.handle(state, reported, joined, at);
    }
    if (host == null || host.session() != reported.session()) {
      return List.of();
    }
    return switch (reported.report()) {
      case Report.Joined _ -> List.of();
      case Report.FactsChanged r ->
          r.facts().equals(host.facts())
              ? List.of()
              : List.of(new HostChanged(host.id(), r.facts()));
      case Report.VmsAccepted r -> accepted(state, host, r);
      case Report.VmsStarted r -> started(state, host, r);
      case Report.VmPaused r -> held(state, host, r.vm(), r.incarnation(), VmHold.PAUSED);
      case Report.VmSuspended r -> held(state, host, r.vm(), r.incarnation(), VmHold.SUSPENDED);
      case Report.VmResumed r -> held(state, host, r.vm(), r.incarnation(), VmHold.NONE);
      case Report.VmUnchanged r -> unchanged(state, host, r);
      case Report.VmEnded r -> ended(state, host, r, at);
      case Report.VmRefused r -> refused(state, host, r, at);
    };
  }

  private static List<CellEvent> accepted(CellState state, Host host, Report.VmsAccepted r) {
    return runs(
        state,
        host,
        r.job(),
        r.first(),
        r.count(),
        r.incarnation(),
        vm -> vm.status() == VmStatus.ASSIGNED,
        (first, count) -> new VmsStarting(r.job(), first, count, r.orderReceived()));
  }

  private static List<CellEvent> started(CellState state, Host host, Report.VmsStarted r) {
    return runs(
        state,
        host,
        r.job(),
        r.first(),
        r.count(),
        r.incarnation(),
        vm -> vm.status() == VmStatus.ASSIGNED || vm.status() == VmStatus.STARTING,
        (first, count) -> new VmsRunning(r.job(), first, count, r.phases()));
  }

  private interface RunEvent {
    CellEvent of(int first, int count);
  }

  /// One event for each run of neighbours to which the report applies.
  private static List<CellEvent> runs(
      CellState state,
      Host host,
      JobId job,
      int first,
      int count,
      int incarnation,
      Predicate<Vm> applies,
      RunEvent event) {
    JobEntry entry = state.jobs.get(job);
    if (entry == null) {
      return List.of();
    }
    List<CellEvent> events = new ArrayList<>();
    int end = Math.min(entry.slots(), first + count);
    int start = -1;
    for (int i = first; i <= end; i++) {
      Vm vm = i < end ? entry.vm(i) : null;
      boolean counts = vm != null && isPlaced(vm, host, incarnation) && applies.test(vm);
      if (counts && start < 0) {
        start = i;
      } else if (!counts && start >= 0) {
        events.add(event.of(start, i - start));
        start = -1;
      }
    }
    return events;
  }

  private static List<CellEvent> held(
      CellState state, Host host, VmId id, int incarnation, VmHold hold) {
    Vm vm = placed(state, host, id, incarnation);
    if (vm == null) {
      return List.of();
    }
    boolean news =
        switch (vm.status()) {
          case RUNNING -> hold != VmHold.NONE;
          case PAUSED -> hold != VmHold.PAUSED;
          case SUSPENDED -> hold == VmHold.NONE;
          case ASSIGNED, STARTING, STOPPING, CREATED, PENDING, EXITED, FAILED, LOST, CANCELLED ->
              false;
        };
    return news ? List.of(new VmHeld(id, hold)) : List.of();
  }

  private static List<CellEvent> unchanged(CellState state, Host host, Report.VmUnchanged r) {
    Vm vm = placed(state, host, r.vm(), r.incarnation());
    return vm != null && vm.status() != VmStatus.STOPPING
        ? List.of(
            new CellEvent.VmUnchanged(
                vm.id(), "host %s: %s (%s)".formatted(host.id(), r.detail(), r.code())))
        : List.of();
  }

  private List<CellEvent> ended(CellState state, Host host, Report.VmEnded report, long at) {
    Vm vm = placed(state, host, report.vm(), report.incarnation());
    if (vm != null) {
      return new VmEnding(rules, state, at).end(vm, report.exit(), VmEnding.Sight.SEEN);
    }
    return ghostGone(state, host, report.vm(), report.incarnation());
  }

  private List<CellEvent> refused(CellState state, Host host, Report.VmRefused report, long at) {
    Vm vm = placed(state, host, report.vm(), report.incarnation());
    if (vm == null) {
      return ghostGone(state, host, report.vm(), report.incarnation());
    }
    String reason =
        "host %s refused it (%s): %s".formatted(host.id(), report.code(), report.detail());
    return switch (vm.status()) {
      case ASSIGNED, STARTING ->
          List.of(
              new VmRequeued(vm.id(), vm.attempts(), at + rules.refusedPause(), host.id(), reason));
      case STOPPING ->
          new VmEnding(rules, state, at)
              .end(vm, ExitStatus.failed(report.code(), reason, at), VmEnding.Sight.SEEN);
      case RUNNING, PAUSED, SUSPENDED, CREATED, PENDING, EXITED, FAILED, LOST, CANCELLED ->
          List.of();
    };
  }

  private static List<CellEvent> ghostGone(CellState state, Host host, VmId vm, int incarnation) {
    return state.requireHost(host.id()).ghosts.containsKey(new HostEntry.GhostKey(vm, incarnation))
        ? List.of(new GhostGone(host.id(), vm, incarnation))
        : List.of();
  }

  /// The VM, if the log has it on this host in this incarnation.
  private static @Nullable Vm placed(CellState state, Host host, VmId id, int incarnation) {
    Vm vm = state.vm(id);
    return vm != null && isPlaced(vm, host, incarnation) ? vm : null;
  }

  private static boolean isPlaced(Vm vm, Host host, int incarnation) {
    return vm.status().isOnHost() && vm.incarnation() == incarnation && host.id().equals(vm.host());
  }
}
