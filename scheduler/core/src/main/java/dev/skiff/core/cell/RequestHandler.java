package dev.skiff.core.cell;

import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.Request;
import java.util.List;

/// What people want. Each request gets exactly one outcome; asking for what is so already is done,
/// not an error.
final class RequestHandler {
  private final Admission admission;
  private final JobRequests jobs;
  private final VmRequests vms;
  private final HostRequests hosts;

  RequestHandler(CellRules rules) {
    Planner planner = new Planner();
    this.admission = new Admission(rules);
    this.jobs = new JobRequests(rules, planner);
    this.vms = new VmRequests(rules);
    this.hosts = new HostRequests(planner);
  }

  static List<CellEvent> late(CellInput.Late late) {
    return new Answer(late.offset())
        .refuse(
            OutcomeCode.EXPIRED,
            null,
            "the request came too late to be carried out; ask again (if this goes on: compare the"
                + " clocks of gateways and schedulers)");
  }

  List<CellEvent> handle(CellState state, CellInput.Requested requested, long at) {
    Answer answer = new Answer(requested.offset());
    Request request = requested.request();
    return switch (request) {
      case Request.SubmitJob r -> admission.submit(state, answer, r, at);
      case Request.PlanJob r -> jobs.plan(state, answer, r.spec(), at);
      case Request.UpdateJob r -> jobs.update(state, answer, r);
      case Request.CancelJob r -> jobs.cancel(state, answer, r.job());
      case Request.RemoveJob r -> jobs.remove(state, answer, r.job());
      case Request.OfVm r -> vms.handle(state, answer, r, at);
      case Request.OfHost r -> hosts.handle(state, answer, r, at);
      case Request.SetQuota r -> JobRequests.setQuota(state, answer, r);
    };
  }
}
