package dev.skiff.loadtests.check;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.InputRef;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ReportBatch;
import java.util.Map;

/// Checks one cell: its log from the first record on, with the inputs that it covers; then the
/// orders that were written. Pure, and in one pass.
public final class CellCheck {
  private final CellId cell;
  private final Inputs inputs;
  private final Findings findings;
  private final CountingRules rules = new CountingRules();
  private final Coverage coverage;
  private final OutcomeCheck outcomes;
  private final EventCheck events;
  private final OrderCheck orders;
  private long transitions;

  CellCheck(CellId cell, Inputs inputs, Findings findings) {
    this.cell = cell;
    this.inputs = inputs;
    this.findings = findings;
    this.coverage = new Coverage(findings);
    this.outcomes = new OutcomeCheck(findings);
    this.events = new EventCheck(findings, outcomes);
    this.orders = new OrderCheck(findings, events);
  }

  /// The next record of the log.
  void read(long offset, LogRecord record) {
    if (!rules.counts(offset, record) || !(record instanceof LogRecord.Transition transition)) {
      return;
    }
    transitions++;
    String where = "log/%s@%d".formatted(cell, offset);
    long requestsFrom = coverage.requestsNext();
    long reportsFrom = coverage.reportsNext();
    coverage.take(where, transition);
    for (InputRef input : transition.inputs()) {
      take(input, requestsFrom, reportsFrom);
    }
    for (CellEvent event : transition.events()) {
      events.take(where, offset, event);
    }
    outcomes.settle(where);
    events.hosts().settle(where);
  }

  /// What was handled before is not looked at again.
  private void take(InputRef input, long requestsFrom, long reportsFrom) {
    switch (input) {
      case InputRef.Requests(long first, long last) -> requests(first, last, requestsFrom);
      case InputRef.LateRequests(long first, long last) -> requests(first, last, requestsFrom);
      case InputRef.Reports(long first, long last) -> {
        for (long offset = Math.max(first, reportsFrom); offset <= last; offset++) {
          ReportBatch batch = inputs.reports(offset);
          if (batch != null) {
            events.reports().take("reports/%s@%d".formatted(cell, offset), batch);
          }
        }
      }
      case InputRef.Tick _,
          InputRef.Place _,
          InputRef.Silence _,
          InputRef.Beat _,
          InputRef.Heard _ -> {}
    }
  }

  private void requests(long first, long last, long from) {
    for (long offset = Math.max(first, from); offset <= last; offset++) {
      outcomes.handled(offset, inputs.request(offset));
    }
  }

  /// A record of `orders`; to be given when the log has been read.
  void order(String where, OrderBatch batch) {
    orders.take(where, batch);
  }

  /// The log has been read to its end.
  ///
  /// @param requestsEnd offset after the last request that is in Kafka
  /// @param reportsEnd offset after the last report that is in Kafka
  /// @param settled the fleet had nothing left to do: whoever is still on the way then got lost
  void finish(long requestsEnd, long reportsEnd, boolean settled) {
    String log = "log/" + cell;
    coverage.finish(log, requestsEnd, reportsEnd);
    for (Map.Entry<JobId, JobVms> job : events.jobs().entrySet()) {
      for (int vm = 0; vm < job.getValue().count(); vm++) {
        compare(log, job.getKey(), job.getValue(), vm, settled);
      }
    }
  }

  /// The log and the host must agree in the end.
  private void compare(String log, JobId id, JobVms job, int vm, boolean settled) {
    ReportCheck.Running running = events.reports().running(id, vm);
    switch (job.place(vm)) {
      case RUNNING -> {
        HostId host = events.hosts().name(job.host(vm));
        int incarnation = job.incarnation(vm);
        boolean agreed =
            running != null && running.incarnation() == incarnation && running.host().equals(host);
        if (!agreed && !runsAsFound(id, vm, incarnation, host)) {
          findings.add(
              Kind.LOST, log, "%s.%d runs on %s, which has it no more".formatted(id, vm, host));
        }
      }
      case PENDING, ASSIGNED, STARTING, STOPPING -> {
        if (settled) {
          findings.add(Kind.LOST, log, "%s.%d is %s for good".formatted(id, vm, job.place(vm)));
        }
      }
      case NONE, HELD_BACK, ENDED -> {
        if (running != null && !isGivenUp(job, vm, running)) {
          findings.add(
              Kind.DOUBLED,
              log,
              "%s.%d runs on %s in incarnation %d, and is over"
                  .formatted(id, vm, running.host(), running.incarnation()));
        }
      }
    }
  }

  /// A start that was never reported shows in what the agent found when it came back.
  private boolean runsAsFound(JobId id, int vm, int incarnation, HostId host) {
    return events.reports().wasFound(id, vm, incarnation, host)
        && !events.reports().isOver(id, vm, incarnation);
  }

  private static boolean isGivenUp(JobVms job, int vm, ReportCheck.Running running) {
    JobVms.Placement placement = job.placement(vm, running.incarnation());
    return placement != null && placement.givenUp();
  }

  /// Whether a job was admitted at any time.
  boolean knows(JobId job) {
    return events.jobs().containsKey(job);
  }

  CheckedCounts counts() {
    return new CheckedCounts(
        transitions,
        rules.voided(),
        outcomes.outcomes(),
        events.jobs().size(),
        events.vms(),
        events.reports().starts(),
        orders.orders());
  }
}
