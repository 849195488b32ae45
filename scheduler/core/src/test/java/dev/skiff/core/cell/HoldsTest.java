package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.NEVER;
import static dev.skiff.core.cell.CellHarness.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.state.VmStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoldsTest {
  private static final VmId VM = VmId.parse("j0-aaaa.0");
  private final CellHarness cell = new CellHarness();

  @BeforeEach
  void run() {
    cell.join("h1", 1, 4, 8_192);
    cell.submit("j0-aaaa", job(1));
    cell.place();
    cell.startAll();
    cell.orders();
  }

  @Test
  void shouldPauseAndGoOn() {
    cell.request(new Request.PauseVm(VM, NEVER));
    assertThat(cell.orders()).containsExactly(new Order.Pause(VM, 1));
    assertThat(status()).as("until its host says so").isEqualTo(VmStatus.RUNNING);
    cell.report("h1", 1, new Report.VmPaused(VM, 1));
    assertThat(status()).isEqualTo(VmStatus.PAUSED);

    cell.request(new Request.ResumeVm(VM, NEVER));
    assertThat(cell.orders()).containsExactly(new Order.Resume(VM, 1));
    cell.report("h1", 1, new Report.VmResumed(VM, 1));
    assertThat(status()).isEqualTo(VmStatus.RUNNING);
  }

  @Test
  void shouldHoldItsRoomWhileItIsSuspended() {
    suspend();

    assertThat(status()).isEqualTo(VmStatus.SUSPENDED);
    assertThat(cell.host("h1").vms()).isEqualTo(1);
    assertThat(cell.request(new Request.PauseVm(VM, NEVER)).detail()).contains("resume it first");
  }

  @Test
  void shouldGoOnWhenItIsStartedWhileItStandsStill() {
    suspend();

    assertThat(cell.request(new Request.StartVm(VM, NEVER)).code()).isEqualTo(OutcomeCode.DONE);
    assertThat(cell.orders()).containsExactly(new Order.Resume(VM, 1));
  }

  @Test
  void shouldSayWhyItCouldNotBePausedAndLetItBePausedAgain() {
    cell.request(new Request.PauseVm(VM, NEVER));
    cell.orders();
    cell.report("h1", 1, new Report.VmUnchanged(VM, 1, "not-supported", "this driver cannot"));

    assertThat(cell.vm("j0-aaaa.0").reason()).contains("not-supported", "this driver cannot");
    cell.request(new Request.PauseVm(VM, NEVER));
    assertThat(cell.orders()).containsExactly(new Order.Pause(VM, 1));
  }

  @Test
  void shouldTellAHostWhoseAnswerWasOvertakenByAnotherWish() {
    cell.request(new Request.PauseVm(VM, NEVER));
    cell.request(new Request.ResumeVm(VM, NEVER));
    cell.orders();

    cell.report("h1", 1, new Report.VmPaused(VM, 1));

    assertThat(cell.orders()).containsExactly(new Order.Resume(VM, 1));
  }

  @Test
  void shouldBringAVmThatWasSuspendedInsteadToItsPause() {
    cell.request(new Request.SuspendVm(VM, NEVER));
    cell.request(new Request.PauseVm(VM, NEVER));
    cell.orders();
    cell.report("h1", 1, new Report.VmSuspended(VM, 1));
    assertThat(cell.orders()).containsExactly(new Order.Resume(VM, 1));
    cell.report("h1", 1, new Report.VmResumed(VM, 1));
    assertThat(cell.orders()).containsExactly(new Order.Pause(VM, 1));
  }

  @Test
  void shouldBeStoppedWhileItStandsStill() {
    suspend();

    cell.request(new Request.StopVm(VM, 5_000, NEVER));
    assertThat(cell.orders()).containsExactly(new Order.Stop(VM, 1, 5_000));
    cell.endStopping();
    assertThat(status()).isEqualTo(VmStatus.EXITED);
  }

  @Test
  void shouldFindOutHowAVmIsFromAnAgentThatJoinsAgain() {
    suspend();

    cell.join("h1", 2, 4, 8_192, new RunningVm(VM, 1, cell.host("h1").used(), VmHold.PAUSED));

    assertThat(status()).isEqualTo(VmStatus.PAUSED);
  }

  @Test
  void shouldRefuseToHoldWhatDoesNotRun() {
    cell.submit("j0-bbbb", job(1));
    for (VmStatus status : new VmStatus[] {VmStatus.PENDING, VmStatus.ASSIGNED}) {
      assertThat(cell.status("j0-bbbb.0")).isEqualTo(status);
      CellEvent.Outcome outcome = cell.request(new Request.PauseVm(VmId.parse("j0-bbbb.0"), NEVER));
      assertThat(outcome.code()).isEqualTo(OutcomeCode.WRONG_STATE);
      cell.place();
    }
  }

  private VmStatus status() {
    return cell.status("j0-aaaa.0");
  }

  private void suspend() {
    cell.request(new Request.SuspendVm(VM, NEVER));
    cell.report("h1", 1, new Report.VmSuspended(VM, 1));
    cell.orders();
  }
}
