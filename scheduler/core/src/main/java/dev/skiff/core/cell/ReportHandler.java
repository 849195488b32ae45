package dev.skiff.core.cell;

import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.GhostGone;
import dev.skiff.contracts.log.CellEvent.HostChanged;
import dev.skiff.contracts.log.CellEvent.VmRequeued;
import dev.skiff.contracts.log.CellEvent.VmRunning;
import dev.skiff.contracts.log.CellEvent.VmStarting;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What hosts see. A report that does not match (another session, incarnation or host than the log
/// has) changes nothing: it tells of something that has been decided otherwise since.
final class ReportHandler {
  private final CellRules rules;
  private final VmEnding ending;
  private final JoinHandler joins;

  ReportHandler(CellRules rules, VmEnding ending) {
    this.rules = rules;
    this.ending = ending;
    this.joins = new JoinHandler(ending);
  }

  List<CellEvent> handle(CellState state, CellInput.Reported reported, long at) {
    Host host = state.host(reported.host());
    if (reported.report() instanceof Report.Joined joined) {
      return host != null && reported.session() <= host.session()
          ? List.of()
          : joins.joined(state, reported.host(), reported.session(), joined, at);
    }
    if (host == null || host.session() != reported.session()) {
      return List.of();
    }
    return switch (reported.report()) {
      case Report.Joined _ -> List.of();
      case Report.FactsChanged changed -> List.of(new HostChanged(host.id(), changed.facts()));
      case Report.VmAccepted accepted -> accepted(state, host, accepted);
      case Report.VmStarted started -> started(state, host, started);
      case Report.VmEnded ended -> ended(state, host, ended, at);
      case Report.VmRefused refused -> refused(state, host, refused, at);
    };
  }

  private static List<CellEvent> accepted(CellState state, Host host, Report.VmAccepted report) {
    Vm vm = placed(state, host, report.vm(), report.incarnation());
    return vm != null && vm.status() == VmStatus.ASSIGNED
        ? List.of(new VmStarting(vm.id(), report.orderReceived()))
        : List.of();
  }

  private static List<CellEvent> started(CellState state, Host host, Report.VmStarted report) {
    Vm vm = placed(state, host, report.vm(), report.incarnation());
    return vm != null && (vm.status() == VmStatus.ASSIGNED || vm.status() == VmStatus.STARTING)
        ? List.of(new VmRunning(vm.id(), report.phases()))
        : List.of();
  }

  private List<CellEvent> ended(CellState state, Host host, Report.VmEnded report, long at) {
    Vm vm = placed(state, host, report.vm(), report.incarnation());
    if (vm != null) {
      return ending.end(state.requireJob(vm.id().job()).job, vm, report.exit(), false, at);
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
          ending.end(
              state.requireJob(vm.id().job()).job,
              vm,
              ExitStatus.failed(report.code(), reason, at),
              false,
              at);
      case RUNNING, CREATED, PENDING, EXITED, FAILED, LOST, CANCELLED -> List.of();
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
    return vm != null
            && vm.status().isOnHost()
            && vm.incarnation() == incarnation
            && host.id().equals(vm.host())
        ? vm
        : null;
  }
}
