package dev.skiff.core.cell;

import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.HostCordoned;
import dev.skiff.contracts.log.CellEvent.HostDraining;
import dev.skiff.contracts.log.CellEvent.HostRemoved;
import dev.skiff.contracts.log.CellEvent.HostUncordoned;
import dev.skiff.contracts.log.CellEvent.Planned;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.state.Drain;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import java.util.List;
import java.util.Locale;

/// What operators want of a host.
final class HostRequests {
  private final Planner planner;

  HostRequests(Planner planner) {
    this.planner = planner;
  }

  List<CellEvent> handle(CellState state, Answer answer, Request.OfHost request, long at) {
    Host host = state.host(request.host());
    if (host == null) {
      return answer.refuse(
          OutcomeCode.NOT_FOUND,
          null,
          "there is no host %s in this cell".formatted(request.host()));
    }
    return switch (request) {
      case Request.CordonHost _ ->
          host.cordoned() ? answer.done(null) : answer.done(null, new HostCordoned(host.id()));
      case Request.UncordonHost _ ->
          host.cordoned() || host.drain() != null
              ? answer.done(null, new HostUncordoned(host.id()))
              : answer.done(null);
      case Request.DrainHost r -> drain(state, answer, host, r, at);
      case Request.RemoveHost _ -> remove(state, answer, host);
    };
  }

  private List<CellEvent> drain(
      CellState state, Answer answer, Host host, Request.DrainHost request, long at) {
    if (request.dryRun()) {
      return answer.done(null, new Planned(answer.request(), planner.drain(state, host.id(), at)));
    }
    Long seconds = request.deadlineSeconds();
    long deadline = seconds == null ? 0 : at + seconds * 1_000_000;
    Drain now = host.drain();
    boolean same =
        now != null && seconds == null && now.deadline() == 0 && now.force() == request.force();
    return same
        ? answer.done(null)
        : answer.done(null, new HostDraining(host.id(), deadline, request.force()));
  }

  private static List<CellEvent> remove(CellState state, Answer answer, Host host) {
    if (host.status() != HostStatus.LOST) {
      return answer.refuse(
          OutcomeCode.WRONG_STATE,
          null,
          "host %s is %s; drain it and stop its agent, it can be removed once it is lost"
              .formatted(host.id(), host.status().name().toLowerCase(Locale.ROOT)));
    }
    if (!state.vmsOn(host.id()).isEmpty()) {
      return answer.refuse(
          OutcomeCode.WRONG_STATE,
          null,
          "the VMs of host %s are being given up; try again in a moment".formatted(host.id()));
    }
    return answer.done(null, new HostRemoved(host.id()));
  }
}
