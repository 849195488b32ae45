package dev.skiff.loadtests.check;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.InputRef;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Topics of a cell written by hand. Whatever is not said is as it should be: each Transition
/// covers what was put into the input topics since the last one.
final class CraftedCell {
  static final HostId HOST = new HostId("h1");
  static final HostId OTHER = new HostId("h2");
  static final JobId JOB = new JobId("j0-aaaa");
  static final Resources EACH = new Resources(1_000, 512, 100, 1);
  static final VmSpec VM =
      new VmSpec("skiff/busybox", List.of("true"), Map.of(), null, null, false, false, EACH);

  private final List<Request> requests = new ArrayList<>();
  private final List<ReportBatch> reports = new ArrayList<>();
  private final List<LogRecord> log = new ArrayList<>();
  private final List<OrderBatch> orders = new ArrayList<>();
  private long claim = -1;
  private String nonce = "";
  private long seq;
  private long at = 1_000;
  private long requestsNext;
  private long reportsNext;

  /// Two hosts with room for four VMs each have joined.
  static CraftedCell withHosts() {
    CraftedCell cell = new CraftedCell();
    cell.claim();
    cell.join(HOST, 1, List.of());
    cell.join(OTHER, 1, List.of());
    return cell;
  }

  /// And a job was placed on the first and runs there.
  static CraftedCell withRunningJob(int count) {
    CraftedCell cell = withHosts();
    cell.submit(JOB, count, null);
    cell.transition(assigned(0, count, 1, HOST));
    cell.order(HOST, new Order.Start(JOB, 0, count, 1, false, VM));
    cell.report(HOST, 1, new Report.VmsAccepted(JOB, 0, count, 1, 5));
    cell.transition(new CellEvent.VmsStarting(JOB, 0, count, 5));
    cell.report(HOST, 1, started(0, count, 1));
    cell.transition(new CellEvent.VmsRunning(JOB, 0, count, phases()));
    return cell;
  }

  static StartPhases phases() {
    return new StartPhases(5, 6, 7, 8);
  }

  static CellEvent assigned(int first, int count, int incarnation, HostId host) {
    return new CellEvent.VmsAssigned(JOB, first, count, incarnation, host);
  }

  static Report started(int first, int count, int incarnation) {
    return new Report.VmsStarted(JOB, first, count, incarnation, phases());
  }

  static ExitStatus done() {
    return new ExitStatus(0, 0, false, null, null, 9);
  }

  static VmId vm(int index) {
    return new VmId(JOB, index);
  }

  static HostFacts facts() {
    return new HostFacts(
        "http://127.0.0.1:9",
        Map.of(),
        new Resources(4_000, 2_048, 400, 4),
        100,
        "simulated",
        "a test",
        List.of(),
        "test");
  }

  void claim() {
    nonce = "n" + log.size();
    log.add(new LogRecord.Claim("s1", nonce, claim));
    claim = log.size() - 1L;
    seq = 0;
  }

  /// A record as it stands.
  void append(LogRecord record) {
    log.add(record);
  }

  void join(HostId host, long session, List<RunningVm> running) {
    report(host, session, new Report.Joined("journal", facts(), running, List.of()));
    transition(new CellEvent.HostJoined(host, session, "journal", facts()));
  }

  static RunningVm running(int index, int incarnation) {
    return new RunningVm(vm(index), incarnation, EACH, VmHold.NONE);
  }

  /// A job is asked for, admitted and answered.
  void submit(JobId job, int count, @Nullable IdempotencyKey key) {
    long offset = ask(new Request.SubmitJob(job, JobSpec.of(count, VM), false, true, key, 1, 99));
    transition(
        new CellEvent.JobAdmitted(job, offset, JobSpec.of(count, VM), false, key, 1),
        new CellEvent.Outcome(offset, OutcomeCode.DONE, job, ""));
  }

  long ask(Request request) {
    requests.add(request);
    return requests.size() - 1L;
  }

  void report(HostId host, long session, Report... what) {
    reports.add(new ReportBatch(host, session, at, List.of(what)));
  }

  void order(HostId host, Order order) {
    orders.add(OrderBatch.of(host, 1, log.size() - 1, List.of(order)));
  }

  /// Everything that was put into the input topics is handled, and these events follow.
  void transition(CellEvent... events) {
    List<InputRef> inputs = new ArrayList<>();
    if (requests.size() > requestsNext) {
      inputs.add(new InputRef.Requests(requestsNext, requests.size() - 1L));
    }
    if (reports.size() > reportsNext) {
      inputs.add(new InputRef.Reports(reportsNext, reports.size() - 1L));
    }
    requestsNext = requests.size();
    reportsNext = reports.size();
    log.add(next(inputs, requestsNext, reportsNext, at++, events));
  }

  /// The next Transition with other inputs than it should have.
  LogRecord.Transition next(
      List<InputRef> inputs, long toRequests, long toReports, long time, CellEvent... events) {
    return new LogRecord.Transition(
        claim, nonce, seq++, time, toRequests, toReports, inputs, List.of(events));
  }

  long requestsNext() {
    return requestsNext;
  }

  long reportsNext() {
    return reportsNext;
  }

  long now() {
    return at;
  }

  Findings check(boolean settled) {
    Findings findings = new Findings();
    Inputs inputs =
        new Inputs() {
          @Override
          public @Nullable Request request(long offset) {
            return requests.get((int) offset);
          }

          @Override
          public @Nullable ReportBatch reports(long offset) {
            return reports.get((int) offset);
          }
        };
    CellCheck check = new CellCheck(new CellId(0), inputs, findings);
    for (int offset = 0; offset < log.size(); offset++) {
      check.read(offset, log.get(offset));
    }
    orders.forEach(batch -> check.order("orders/0", batch));
    check.finish(requests.size(), reports.size(), settled);
    return findings;
  }
}
