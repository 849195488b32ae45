package dev.skiff.loadtests.check;

import static dev.skiff.loadtests.check.CraftedCell.HOST;
import static dev.skiff.loadtests.check.CraftedCell.JOB;
import static dev.skiff.loadtests.check.CraftedCell.OTHER;
import static dev.skiff.loadtests.check.CraftedCell.VM;
import static dev.skiff.loadtests.check.CraftedCell.assigned;
import static dev.skiff.loadtests.check.CraftedCell.done;
import static dev.skiff.loadtests.check.CraftedCell.facts;
import static dev.skiff.loadtests.check.CraftedCell.phases;
import static dev.skiff.loadtests.check.CraftedCell.running;
import static dev.skiff.loadtests.check.CraftedCell.started;
import static dev.skiff.loadtests.check.CraftedCell.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.InputRef;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.VmStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A history that is as it should be passes; each way of breaking it is found.
class CellCheckTest {
  private static final ExitStatus GONE = ExitStatus.failed("host-lost", "silent", 9);

  private static void assertClean(CraftedCell cell) {
    Findings findings = cell.check(true);
    assertThat(findings.violations()).isEmpty();
    assertThat(findings.sentence()).isEqualTo("0 lost, 0 doubled, 0 overcommitted");
  }

  private static void assertFound(CraftedCell cell, Kind kind, String words) {
    assertThat(cell.check(true).violations())
        .anySatisfy(violation -> {
          assertThat(violation.kind()).isEqualTo(kind);
          assertThat(violation.toString()).contains(words);
        });
  }

  @Test
  void shouldPassAJobThatRunsAndEnds() {
    CraftedCell cell = CraftedCell.withRunningJob(3);
    cell.report(HOST, 1, new Report.VmEnded(vm(1), 1, done()));
    cell.transition(new CellEvent.VmEnded(vm(1), VmStatus.EXITED, done()));
    assertClean(cell);
  }

  @Test
  void shouldPassAVmThatIsGivenUpAndRunsElsewhere() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    moveAfterLoss(cell);
    cell.report(HOST, 2, new Report.Joined("journal", facts(), List.of(running(0, 1)), List.of()));
    cell.transition(
        new CellEvent.HostJoined(HOST, 2, "journal", facts()),
        new CellEvent.GhostSeen(HOST, vm(0), 1, CraftedCell.EACH));
    cell.report(HOST, 2, new Report.VmEnded(vm(0), 1, done()));
    cell.transition(new CellEvent.GhostGone(HOST, vm(0), 1));
    assertClean(cell);
  }

  private static void moveAfterLoss(CraftedCell cell) {
    cell.transition(new CellEvent.HostSuspected(HOST));
    cell.transition(new CellEvent.HostLost(HOST));
    cell.transition(
        new CellEvent.VmEnded(vm(0), VmStatus.LOST, GONE),
        new CellEvent.VmRequeued(vm(0), 1, 0, null, "is started again"));
    cell.transition(assigned(0, 1, 2, OTHER));
    cell.report(OTHER, 1, new Report.VmsAccepted(JOB, 0, 1, 2, 6), started(0, 1, 2));
    cell.transition(
        new CellEvent.VmsStarting(JOB, 0, 1, 6), new CellEvent.VmsRunning(JOB, 0, 1, phases()));
  }

  @Test
  void shouldPassRecordsThatComeTwice() {
    CraftedCell cell = CraftedCell.withRunningJob(2);
    cell.report(HOST, 1, new Report.VmsAccepted(JOB, 0, 2, 1, 5), started(0, 2, 1));
    cell.transition();
    cell.order(HOST, new Order.Start(JOB, 0, 2, 1, false, VM));
    assertClean(cell);
  }

  @Test
  void shouldNotTakeASecondAgentOfAHostForTheFirst() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    cell.report(HOST, 9, new Report.Joined("other", facts(), List.of(), List.of()));
    cell.transition(new CellEvent.HostConflict(HOST, 9, "another agent goes by this name"));
    assertClean(cell);
  }

  @Test
  void shouldPassARequestThatCameTooLate() {
    CraftedCell cell = CraftedCell.withHosts();
    long offset = cell.ask(new Request.CancelJob(JOB, 1));
    cell.append(
        cell.next(
            List.of(new InputRef.LateRequests(offset, offset)),
            offset + 1,
            cell.reportsNext(),
            cell.now(),
            new CellEvent.Outcome(offset, OutcomeCode.EXPIRED, null, "")));
    assertClean(cell);
  }

  @Test
  void shouldNotBelieveAFencedOwner() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    LogRecord late =
        cell.next(
            List.of(),
            cell.requestsNext(),
            cell.reportsNext(),
            cell.now(),
            new CellEvent.VmEnded(vm(0), VmStatus.EXITED, done()));
    cell.claim();
    cell.append(late);
    cell.append(new LogRecord.Claim("s2", "other", 0));
    cell.transition();
    assertClean(cell);
  }

  @Test
  void shouldFindARequestWithoutOutcome() {
    CraftedCell cell = CraftedCell.withHosts();
    cell.ask(new Request.CancelJob(JOB, 99));
    cell.transition();
    assertFound(cell, Kind.LOST, "requests@0 was handled and has no outcome");
  }

  @Test
  void shouldFindARequestThatWasNeverHandled() {
    CraftedCell cell = CraftedCell.withHosts();
    cell.ask(new Request.CancelJob(JOB, 99));
    assertFound(cell, Kind.LOST, "requests@0 to 0 were never handled");
  }

  @Test
  void shouldFindASecondOutcome() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    cell.transition(new CellEvent.Outcome(0, OutcomeCode.DONE, JOB, ""));
    assertFound(cell, Kind.DOUBLED, "an outcome (DONE) for requests@0");
  }

  @Test
  void shouldFindAnInputThatIsHandledTwice() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    cell.append(
        cell.next(
            List.of(new InputRef.Reports(0, 0)),
            cell.requestsNext(),
            cell.reportsNext(),
            cell.now()));
    assertFound(cell, Kind.DOUBLED, "reports@0 is handled again");
  }

  @Test
  void shouldFindAnInputThatIsPassedOver() {
    CraftedCell cell = CraftedCell.withHosts();
    cell.report(HOST, 1, new Report.FactsChanged(facts()));
    cell.report(HOST, 1, new Report.FactsChanged(facts()));
    cell.append(
        cell.next(
            List.of(new InputRef.Reports(cell.reportsNext() + 1, cell.reportsNext() + 1)),
            cell.requestsNext(),
            cell.reportsNext() + 2,
            cell.now()));
    assertFound(cell, Kind.LOST, "reports@2 to 2 are passed over");
  }

  @Test
  void shouldFindAClockThatRunsBackwards() {
    CraftedCell cell = CraftedCell.withHosts();
    cell.append(cell.next(List.of(), cell.requestsNext(), cell.reportsNext(), 5));
    assertFound(cell, Kind.ILLEGAL, "its time 5 is before");
  }

  @Test
  void shouldFindAJobThatNobodyAskedFor() {
    CraftedCell cell = CraftedCell.withHosts();
    cell.transition(new CellEvent.JobAdmitted(JOB, 0, JobSpec.of(1, VM), false, null, 1));
    assertFound(cell, Kind.ILLEGAL, "requests@0 did not ask for it");
  }

  @Test
  void shouldFindTwoJobsUnderOneKey() {
    CraftedCell cell = CraftedCell.withHosts();
    IdempotencyKey key = new IdempotencyKey("aa", "bb");
    cell.submit(JOB, 1, key);
    cell.submit(new JobId("j0-bbbb"), 1, key);
    assertFound(cell, Kind.DOUBLED, "under one idempotency key");
  }

  @Test
  void shouldFindAHostThatIsPromisedTooMuch() {
    CraftedCell cell = CraftedCell.withHosts();
    cell.submit(JOB, 5, null);
    cell.transition(assigned(0, 5, 1, HOST));
    assertFound(cell, Kind.OVERCOMMITTED, "h1 holds 5000 mCPU");
  }

  @Test
  void shouldCountGhostsAgainstTheRoom() {
    CraftedCell cell = CraftedCell.withRunningJob(4);
    cell.transition(new CellEvent.GhostSeen(OTHER, vm(3), 1, CraftedCell.EACH));
    JobId second = new JobId("j0-bbbb");
    cell.submit(second, 4, null);
    cell.transition(new CellEvent.VmsAssigned(second, 0, 4, 1, OTHER));
    assertFound(cell, Kind.OVERCOMMITTED, "h2 holds 5000 mCPU");
  }

  @Test
  void shouldGiveTheRoomOfAnEndedVmToAnother() {
    CraftedCell cell = CraftedCell.withRunningJob(4);
    cell.report(HOST, 1, new Report.VmEnded(vm(0), 1, done()));
    cell.transition(new CellEvent.VmEnded(vm(0), VmStatus.EXITED, done()));
    JobId second = new JobId("j0-bbbb");
    cell.submit(second, 1, null);
    cell.transition(new CellEvent.VmsAssigned(second, 0, 1, 1, HOST));
    cell.report(HOST, 1, new Report.VmsStarted(second, 0, 1, 1, phases()));
    cell.transition(new CellEvent.VmsRunning(second, 0, 1, phases()));
    assertClean(cell);
  }

  @Test
  void shouldFindAPlacementOnAHostThatTakesNone() {
    CraftedCell cell = CraftedCell.withHosts();
    cell.submit(JOB, 1, null);
    cell.transition(new CellEvent.HostSuspected(HOST));
    cell.transition(assigned(0, 1, 1, HOST));
    assertFound(cell, Kind.ILLEGAL, "1 VMs for h1, which takes none");
  }

  @Test
  void shouldFindAVmThatIsPlacedTwice() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    cell.transition(assigned(0, 1, 2, OTHER));
    assertFound(cell, Kind.DOUBLED, "j0-aaaa.0 is placed on h2 and is on h1");
  }

  @Test
  void shouldFindAnIncarnationThatIsUsedTwice() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    cell.report(HOST, 1, new Report.VmEnded(vm(0), 1, done()));
    cell.transition(
        new CellEvent.VmEnded(vm(0), VmStatus.EXITED, done()),
        new CellEvent.VmRequeued(vm(0), 1, 0, null, null));
    cell.transition(assigned(0, 1, 1, OTHER));
    assertFound(cell, Kind.DOUBLED, "is placed in incarnation 1 and was in 1");
  }

  @Test
  void shouldFindAnIncarnationThatTwoHostsBegin() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    cell.report(OTHER, 1, new Report.VmsAccepted(JOB, 0, 1, 1, 5));
    cell.transition();
    assertFound(cell, Kind.DOUBLED, "is begun by h2, and was by h1");
  }

  @Test
  void shouldFindAnIncarnationThatAHostBeginsAgain() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    cell.report(HOST, 1, new Report.VmsAccepted(JOB, 0, 1, 1, 77));
    cell.transition();
    assertFound(cell, Kind.DOUBLED, "is begun by h1, and was by h1");
  }

  @Test
  void shouldFindAVmThatRunsTwiceAtATime() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    cell.report(OTHER, 1, started(0, 1, 2));
    cell.transition();
    assertFound(
        cell, Kind.DOUBLED, "runs on h1 in incarnation 1, and is started on h2 in incarnation 2");
  }

  @Test
  void shouldFindAStartThatNobodyReported() {
    CraftedCell cell = CraftedCell.withHosts();
    cell.submit(JOB, 1, null);
    cell.transition(assigned(0, 1, 1, HOST));
    cell.transition(new CellEvent.VmsRunning(JOB, 0, 1, phases()));
    assertFound(cell, Kind.ILLEGAL, "runs, and h1 never said so");
  }

  @Test
  void shouldFindAnEndThatNobodyReported() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    cell.transition(new CellEvent.VmEnded(vm(0), VmStatus.EXITED, done()));
    assertFound(cell, Kind.ILLEGAL, "ended as EXITED, and h1 never said so");
  }

  @Test
  void shouldFindAnEndThatTheLogLost() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    cell.report(HOST, 1, new Report.VmEnded(vm(0), 1, done()));
    cell.transition();
    assertFound(cell, Kind.LOST, "runs on h1, which has it no more");
  }

  @Test
  void shouldFindAVmThatRunsOnAfterItsEnd() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    cell.report(HOST, 1, new Report.VmRefused(vm(0), 1, "no-room", ""));
    cell.transition(new CellEvent.VmEnded(vm(0), VmStatus.FAILED, GONE));
    cell.transition(new CellEvent.VmRequeued(vm(0), 1, 0, null, null));
    cell.transition(assigned(0, 1, 2, OTHER));
    cell.report(OTHER, 1, started(0, 1, 2));
    cell.transition(new CellEvent.JobRemoved(JOB));
    assertFound(cell, Kind.LOST, "is forgotten and is ASSIGNED");
    assertFound(cell, Kind.DOUBLED, "runs on h2 in incarnation 2, and is over");
  }

  @Test
  void shouldFindAVmThatWaitsForGood() {
    CraftedCell cell = CraftedCell.withHosts();
    cell.submit(JOB, 1, null);
    assertFound(cell, Kind.LOST, "j0-aaaa.0 is PENDING for good");
    assertThat(cell.check(false).isClean()).isTrue();
  }

  @Test
  void shouldFindAnOrderThatTheLogNeverGave() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    cell.order(HOST, new Order.Start(JOB, 0, 1, 2, false, VM));
    assertFound(cell, Kind.ILLEGAL, "in incarnation 2, which the log never placed");
  }

  @Test
  void shouldFindAnOrderForAnotherHost() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    cell.order(OTHER, new Order.Start(JOB, 0, 1, 1, false, VM));
    assertFound(cell, Kind.DOUBLED, "h2 is to start j0-aaaa.0 in incarnation 1");
  }

  @Test
  void shouldFindAnIllegalStep() {
    CraftedCell cell = CraftedCell.withRunningJob(1);
    cell.transition(new CellEvent.VmsStarting(JOB, 0, 1, 5));
    assertFound(cell, Kind.ILLEGAL, "j0-aaaa.0 becomes STARTING and is RUNNING");
  }
}
