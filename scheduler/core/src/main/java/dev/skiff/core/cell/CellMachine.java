package dev.skiff.core.cell;

import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.HostLost;
import dev.skiff.contracts.log.CellEvent.HostRecovered;
import dev.skiff.contracts.log.CellEvent.HostSuspected;
import dev.skiff.contracts.log.CellEvent.InputRejected;
import dev.skiff.contracts.log.CellEvent.LeaseGranted;
import dev.skiff.contracts.log.CellEvent.Outcome;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import java.util.List;

/// Decides what follows from an input, given a cell's state and the time. Pure: it returns events
/// and changes nothing; [CellState#apply] then takes them in. The same state, input and time give
/// the same events, in every process. (The split into handle and apply is that of Kafka's group
/// coordinator.)
public final class CellMachine {
  private final CellRules rules;
  private final RequestHandler requests;
  private final ReportHandler reports;
  private final Chores chores;
  private final PlacementPass placement;

  public CellMachine(CellRules rules) {
    this.rules = rules;
    this.requests = new RequestHandler(rules);
    this.reports = new ReportHandler(rules);
    this.chores = new Chores(rules);
    this.placement = new PlacementPass(rules);
  }

  public CellRules rules() {
    return rules;
  }

  /// @param at the time that the decision sees, microseconds since the epoch; not before the
  ///   state's last
  public List<CellEvent> handle(CellState state, CellInput input, long at) {
    return switch (input) {
      case CellInput.Requested requested -> requests.handle(state, requested, at);
      case CellInput.Late late -> RequestHandler.late(late);
      case CellInput.Reported reported -> reports.handle(state, reported, at);
      case CellInput.Rejected rejected -> reject(rejected);
      case CellInput.Tick _ -> chores.sweep(state, at);
      case CellInput.Place _ -> placement.run(state, at);
      case CellInput.Silence silence -> silence(state, silence);
      case CellInput.Heard heard -> heard(state, heard);
      case CellInput.Beat beat -> lease(state, beat);
    };
  }

  private static List<CellEvent> reject(CellInput.Rejected rejected) {
    InputRejected event = new InputRejected(rejected.topic(), rejected.offset(), rejected.reason());
    return rejected.topic().equals("requests")
        ? List.of(
            event, new Outcome(rejected.offset(), OutcomeCode.REJECTED, null, rejected.reason()))
        : List.of(event);
  }

  private List<CellEvent> silence(CellState state, CellInput.Silence silence) {
    Host host = state.host(silence.host());
    if (host == null || host.session() != silence.session()) {
      return List.of();
    }
    return switch (host.status()) {
      case READY, CORDONED, DRAINING ->
          silence.micros() >= rules.suspectAfter()
              ? List.of(new HostSuspected(host.id()))
              : List.of();
      case SUSPECT ->
          silence.micros() >= rules.lostAfter() ? List.of(new HostLost(host.id())) : List.of();
      case LOST -> List.of();
    };
  }

  private static List<CellEvent> heard(CellState state, CellInput.Heard heard) {
    Host host = state.host(heard.host());
    return host != null && host.status() == HostStatus.SUSPECT && host.session() == heard.session()
        ? List.of(new HostRecovered(host.id()))
        : List.of();
  }

  private List<CellEvent> lease(CellState state, CellInput.Beat beat) {
    Host host = state.host(beat.host());
    return host != null
            && host.status() != HostStatus.LOST
            && host.session() == beat.session()
            && state.needsLease(host.id())
        ? List.of(new LeaseGranted(host.id(), beat.session(), beat.sent(), rules.leaseMillis()))
        : List.of();
  }
}
