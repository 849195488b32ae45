package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.NEVER;
import static dev.skiff.core.cell.CellHarness.SECOND;
import static dev.skiff.core.cell.CellHarness.job;
import static dev.skiff.core.cell.CellHarness.sized;
import static dev.skiff.core.cell.CellHarness.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.state.JobStatus;
import dev.skiff.contracts.state.VmStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private static final JobId JOB = new JobId("j0-aaaa");
  private static final VmId VM = new VmId(JOB, 0);
  private final CellHarness cell = new CellHarness();

  @Test
  void shouldAdmitPlaceAndOrderAJob() {
    cell.join("h1", 1, 4, 8_192);

    assertThat(cell.submit("j0-aaaa", job(3)).code()).isEqualTo(OutcomeCode.DONE);
    assertThat(cell.place())
        .containsExactly(new CellEvent.VmsAssigned(JOB, 0, 3, 1, new HostId("h1")));
    assertThat(cell.orders()).containsExactly(new Order.Start(JOB, 0, 3, 1, false, job(3).vm()));
    assertThat(cell.job(JOB).counts().starting()).isEqualTo(3);
  }

  @Test
  void shouldAnswerTheSameKeyWithTheSameJobAndRefuseAnotherBody() {
    cell.submit("j0-aaaa", job(1), new IdempotencyKey("k", "body"));

    CellEvent.Outcome again = cell.submit("j0-bbbb", job(1), new IdempotencyKey("k", "body"));
    CellEvent.Outcome other = cell.submit("j0-cccc", job(1), new IdempotencyKey("k", "other"));

    assertThat(again.code()).isEqualTo(OutcomeCode.REPEATED);
    assertThat(again.job()).isEqualTo(JOB);
    assertThat(other.code()).isEqualTo(OutcomeCode.KEY_REUSED);
    assertThat(cell.state.jobs()).hasSize(1);
  }

  @Test
  void shouldForgetAKeyAfterAnHour() {
    cell.submit("j0-aaaa", job(1), new IdempotencyKey("k", "body"));
    cell.now += 3_600 * SECOND;
    assertThat(cell.state.tickDue(cell.now, CellRules.DEFAULT)).isTrue();
    cell.input(new CellInput.Tick());

    assertThat(cell.submit("j0-bbbb", job(1), new IdempotencyKey("k", "body")).code())
        .isEqualTo(OutcomeCode.DONE);
  }

  @Test
  void shouldRefuseANameThatIsTakenUntilItsJobIsRemoved() {
    cell.submit("j0-aaaa", spec("web", 1, RestartPolicy.NEVER, null, List.of(), 0));

    CellEvent.Outcome taken =
        cell.submit("j0-bbbb", spec("web", 1, RestartPolicy.NEVER, null, List.of(), 0));
    assertThat(taken.code()).isEqualTo(OutcomeCode.NAME_TAKEN);
    assertThat(taken.detail()).contains("j0-aaaa", "web");

    cell.request(new Request.RemoveVm(VM, true, NEVER));
    assertThat(
            cell.submit("j0-cccc", spec("web", 1, RestartPolicy.NEVER, null, List.of(), 0)).code())
        .isEqualTo(OutcomeCode.DONE);
  }

  @Test
  void shouldRefuseAJobThatNoHostCouldEverHold() {
    cell.join("h1", 4, 8, 8_192);

    CellEvent.Outcome outcome = cell.submit("j0-aaaa", sized(1, 1_000, 9_000));

    assertThat(outcome.code()).isEqualTo(OutcomeCode.NEVER_FITS);
    assertThat(outcome.detail()).contains("9000 MiB memory", "8192 MiB memory");
  }

  @Test
  void shouldRefuseWhatCameTooLate() {
    assertThat(cell.input(new CellInput.Late(7)))
        .singleElement()
        .isInstanceOfSatisfying(
            CellEvent.Outcome.class,
            outcome -> {
              assertThat(outcome.request()).isEqualTo(7);
              assertThat(outcome.code()).isEqualTo(OutcomeCode.EXPIRED);
            });
  }

  @Test
  void shouldRefuseAJobOfAnotherCell() {
    assertThat(cell.submit("j1-aaaa", job(1)).code()).isEqualTo(OutcomeCode.REJECTED);
  }

  @Test
  void shouldHoldACreatedVmUntilItIsStarted() {
    cell.join("h1", 1, 4, 8_192);
    cell.request(new Request.SubmitJob(JOB, job(1), true, true, null, cell.now, NEVER));
    assertThat(cell.place()).isEmpty();
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.CREATED);

    assertThat(cell.request(new Request.StartVm(VM, NEVER)).code()).isEqualTo(OutcomeCode.DONE);
    cell.place();
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.ASSIGNED);
  }

  @Test
  void shouldStartAnEndedVmAgainInANewIncarnation() {
    run();
    cell.ended("h1", 1, VM, 1, 0);
    assertThat(cell.job(JOB).status()).isEqualTo(JobStatus.SUCCEEDED);

    cell.request(new Request.StartVm(VM, NEVER));
    cell.place();

    assertThat(cell.vm("j0-aaaa.0").incarnation()).isEqualTo(2);
    assertThat(cell.job(JOB).status()).isEqualTo(JobStatus.ACTIVE);
  }

  @Test
  void shouldStopARunningVmWithGraceAndKillItWithout() {
    run();
    cell.orders();

    cell.request(new Request.StopVm(VM, 5_000, NEVER));
    assertThat(cell.orders()).containsExactly(new Order.Stop(VM, 1, 5_000));
    cell.request(new Request.KillVm(VM, NEVER));
    assertThat(cell.orders()).containsExactly(new Order.Kill(VM, 1));

    cell.ended("h1", 1, VM, 1, 143);
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.EXITED);
    assertThat(cell.job(JOB).status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void shouldCallOffAWaitingVm() {
    cell.submit("j0-aaaa", job(1));

    cell.request(new Request.StopVm(VM, 5_000, NEVER));

    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.CANCELLED);
    assertThat(cell.state.pendingVms()).isZero();
  }

  @Test
  void shouldRemoveARunningVmOnlyByForceAndThenItsEmptyJob() {
    run();

    assertThat(cell.request(new Request.RemoveVm(VM, false, NEVER)).code())
        .isEqualTo(OutcomeCode.WRONG_STATE);
    cell.orders();
    assertThat(cell.request(new Request.RemoveVm(VM, true, NEVER)).code())
        .isEqualTo(OutcomeCode.DONE);
    assertThat(cell.orders()).containsExactly(new Order.Kill(VM, 1));
    cell.ended("h1", 1, VM, 1, 137);

    assertThat(cell.orders()).containsExactly(new Order.Forget(VM, 1));
    assertThat(cell.state.jobs()).isEmpty();
    assertThat(cell.request(new Request.KillVm(VM, NEVER)).code()).isEqualTo(OutcomeCode.NOT_FOUND);
  }

  @Test
  void shouldCancelAJobPieceByPiece() {
    cell.join("h1", 1, 4, 8_192);
    cell.submit("j0-aaaa", job(2_000));
    cell.place();

    cell.request(new Request.CancelJob(JOB, NEVER));
    int ticks = 0;
    while (cell.state.tickDue(cell.now, CellRules.DEFAULT) && ticks++ < 10) {
      if (cell.input(new CellInput.Tick()).isEmpty()) {
        break;
      }
    }
    for (int i = 0; i < 4; i++) {
      cell.ended("h1", 1, new VmId(JOB, i), 1, 143);
    }

    assertThat(ticks).isBetween(4, 6);
    assertThat(cell.job(JOB).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(cell.state.unfinishedVms()).isZero();
    assertThat(cell.request(new Request.StartVm(VM, NEVER)).code())
        .isEqualTo(OutcomeCode.WRONG_STATE);
  }

  @Test
  void shouldRemoveAFinishedJobWhenItsTimeIsOver() {
    cell.join("h1", 1, 4, 8_192);
    cell.submit("j0-aaaa", spec(null, 1, RestartPolicy.NEVER, 60L, List.of(), 0));
    cell.place();
    cell.ended("h1", 1, VM, 1, 0);
    assertThat(cell.state.tickDue(cell.now + 59 * SECOND, CellRules.DEFAULT)).isFalse();
    cell.orders();

    cell.now += 60 * SECOND;
    cell.input(new CellInput.Tick());

    assertThat(cell.state.jobs()).isEmpty();
    assertThat(cell.orders()).containsExactly(new Order.Forget(VM, 1));
  }

  private void run() {
    cell.join("h1", 1, 4, 8_192);
    cell.submit("j0-aaaa", job(1));
    cell.place();
    cell.started("h1", 1, VM, 1);
  }
}
