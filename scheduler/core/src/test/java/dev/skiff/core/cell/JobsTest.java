package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.NEVER;
import static dev.skiff.core.cell.CellHarness.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.FinishedVm;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.state.CallOff;
import dev.skiff.contracts.state.JobStatus;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobsTest {
  private static final JobId JOB = new JobId("j0-aaaa");
  private final CellHarness cell = new CellHarness();

  @Test
  void shouldGiveHostsToNoMoreVmsAtOnceThanAllowed() {
    cell.join("h1", 1, 16, 65_536);
    cell.submit("j0-aaaa", Specs.of(5).atOnce(2).spec());
    cell.place();

    assertThat(cell.job(JOB).counts().onHosts()).isEqualTo(2);
    assertThat(cell.why("j0-aaaa.2")).contains("at most 2 of its job's VMs");

    cell.ended("j0-aaaa.0", 0);
    cell.place();
    assertThat(cell.status("j0-aaaa.2")).isEqualTo(VmStatus.ASSIGNED);
    assertThat(cell.status("j0-aaaa.3")).isEqualTo(VmStatus.PENDING);
  }

  @Test
  void shouldCallAJobOffWhenItFailsOnceMoreThanItsLimit() {
    cell.join("h1", 1, 16, 65_536);
    cell.submit("j0-aaaa", Specs.of(3).onFailure(9).failingAtMost(1).spec());
    cell.settle();

    cell.ended("j0-aaaa.0", 1);
    assertThat(cell.job(JOB).status()).isEqualTo(JobStatus.ACTIVE);
    cell.ended("j0-aaaa.1", 1);
    cell.settle();

    assertThat(cell.job(JOB).calledOff()).isEqualTo(CallOff.BACKOFF_LIMIT_EXCEEDED);
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.CANCELLED);
    assertThat(cell.status("j0-aaaa.2")).isEqualTo(VmStatus.STOPPING);
    cell.endStopping();
    assertThat(cell.job(JOB).status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void shouldCountFailuresThatOneReportTellsOfTogether() {
    cell.join("h1", 1, 16, 65_536);
    cell.submit("j0-aaaa", Specs.of(3).onFailure(9).failingAtMost(1).spec());
    cell.settle();
    cell.startAll();
    ExitStatus failed = new ExitStatus(1, 0, false, null, null, cell.now);
    List<FinishedVm> all =
        cell.state.vmsOf(JOB).stream().map(vm -> new FinishedVm(vm.id(), 1, failed)).toList();

    cell.report(
        "h1", 2, new Report.Joined("journal-of-h1", cell.host("h1").facts(), List.of(), all));
    cell.settle();

    assertThat(cell.job(JOB).status()).isEqualTo(JobStatus.FAILED);
    assertThat(cell.state.pendingVms()).isZero();
  }

  @Test
  void shouldNotCountWhatWasStoppedOnPurposeAsAFailure() {
    cell.join("h1", 1, 16, 65_536);
    cell.submit("j0-aaaa", Specs.of(2).onFailure(9).failingAtMost(0).spec());
    cell.settle();

    cell.request(new Request.StopVm(new VmId(JOB, 0), 1_000, NEVER));
    cell.endStopping();

    assertThat(cell.job(JOB).failures()).isZero();
    assertThat(cell.job(JOB).isCalledOff()).isFalse();
  }

  @Test
  void shouldCallAJobOffAtItsDeadline() {
    cell.join("h1", 1, 1, 65_536);
    cell.submit("j0-aaaa", Specs.of(2).onFailure(9).activeFor(60).spec());
    cell.settle();

    cell.pass(59 * SECOND);
    assertThat(cell.job(JOB).status()).isEqualTo(JobStatus.ACTIVE);
    assertThat(cell.state.tickDue(cell.now + SECOND, CellRules.DEFAULT)).isTrue();
    cell.pass(SECOND);

    assertThat(cell.job(JOB).status()).isEqualTo(JobStatus.CANCELLING);
    cell.endStopping();
    assertThat(cell.job(JOB).status()).isEqualTo(JobStatus.FAILED);
    assertThat(cell.job(JOB).calledOff()).isEqualTo(CallOff.DEADLINE_EXCEEDED);
  }

  @Test
  void shouldNotCallOffAJobThatIsOverBeforeItsDeadline() {
    cell.join("h1", 1, 1, 65_536);
    cell.submit("j0-aaaa", Specs.of(1).activeFor(60).spec());
    cell.settle();
    cell.ended("j0-aaaa.0", 0);

    cell.pass(120 * SECOND);

    assertThat(cell.job(JOB).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  void shouldCountTheTimeToItsRemovalFromItsLastEnd() {
    cell.join("h1", 1, 4, 65_536);
    cell.submit("j0-aaaa", Specs.of(1).removedAfter(10L).spec());
    cell.settle();
    cell.ended("j0-aaaa.0", 0);
    cell.pass(9 * SECOND);
    cell.request(new Request.StartVm(new VmId(JOB, 0), NEVER));
    cell.pass(60 * SECOND);
    assertThat(cell.state.job(JOB)).as("runs again").isNotNull();

    cell.ended("j0-aaaa.0", 0);
    cell.pass(9 * SECOND);
    assertThat(cell.state.job(JOB)).isNotNull();
    cell.pass(SECOND);
    assertThat(cell.state.job(JOB)).isNull();
  }

  @Test
  void shouldForgetAJobWhoseLastVmIsRemovedWhileItIsBeingCalledOff() {
    cell.request(
        new Request.SubmitJob(JOB, Specs.service(1).spec(), true, true, null, cell.now, NEVER));
    cell.cancel("j0-aaaa");

    cell.request(new Request.RemoveVm(new VmId(JOB, 0), false, NEVER));

    assertThat(cell.state.jobs()).isEmpty();
    assertThat(cell.state.tickDue(cell.now, CellRules.DEFAULT))
        .as("something is left to call off")
        .isFalse();
  }

  @Test
  void shouldAnswerRequestsForWhatIsGone() {
    VmId vm = new VmId(JOB, 0);
    for (Request request :
        List.of(
            new Request.CancelJob(JOB, NEVER),
            new Request.RemoveJob(JOB, NEVER),
            new Request.UpdateJob(JOB, Specs.service(1).spec(), null, NEVER),
            new Request.StartVm(vm, NEVER),
            new Request.StopVm(vm, 0, NEVER),
            new Request.PauseVm(vm, NEVER),
            new Request.RemoveVm(vm, true, NEVER))) {
      CellEvent.Outcome outcome = cell.request(request);
      assertThat(outcome.code()).as("%s", request).isEqualTo(OutcomeCode.NOT_FOUND);
      assertThat(outcome.detail()).contains("j0-aaaa");
    }
  }

  @Test
  void shouldGrowTheWaitBeforeAServicesNextStartUntilItHasRunWellByTheOwnersClock() {
    cell.join("h1", 1, 4, 65_536);
    cell.submit("j0-aaaa", Specs.service(1).spec());
    cell.settle();
    for (int i = 0; i < 4; i++) {
      long before = cell.now;
      // Its host's clock is a quarter of an hour behind.
      cell.now -= 900 * SECOND;
      Vm vm = cell.vm("j0-aaaa.0");
      cell.started("h1", 1, vm.id(), vm.incarnation());
      cell.now = before;
      cell.ended("j0-aaaa.0", 1);
      assertThat(cell.vm("j0-aaaa.0").notBefore() - cell.now).isEqualTo(SECOND << i);
      cell.pass(SECOND << i);
    }
    cell.started("j0-aaaa.0");
    cell.now += 600 * SECOND;
    cell.ended("j0-aaaa.0", 1);

    assertThat(cell.vm("j0-aaaa.0").notBefore() - cell.now).isEqualTo(SECOND);
  }
}
