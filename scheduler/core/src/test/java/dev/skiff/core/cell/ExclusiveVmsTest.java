package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.NEVER;
import static dev.skiff.core.cell.CellHarness.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.FinishedVm;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.VmStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExclusiveVmsTest {
  private static final HostId H1 = new HostId("h1");
  private static final JobId JOB = new JobId("j0-aaaa");
  private static final VmId VM = new VmId(JOB, 0);

  /// A lease of 15 s, and 5 s for clocks that run apart.
  private static final long WAIT = 20 * SECOND;

  private final CellHarness cell = new CellHarness();

  @Test
  void shouldGrantALeaseForTheHeartbeatOfAHostThatHasOne() {
    cell.join("h2", 4, 4, 65_536);
    run(Specs.of(1).exclusive().onFailure(3).spec());

    assertThat(cell.input(new CellInput.Beat(H1, 1, 77)))
        .containsExactly(new CellEvent.LeaseGranted(H1, 1, 77, 15_000));
    assertThat(cell.input(new CellInput.Beat(H1, 2, 77))).as("another agent").isEmpty();
    assertThat(cell.input(new CellInput.Beat(new HostId("h2"), 4, 77))).as("has none").isEmpty();
  }

  @Test
  void shouldNotPlaceItBeforeTheLeaseIsOverWhenItsHostIsLost() {
    run(Specs.of(1).exclusive().onFailure(3).spec());
    loseAndHaveAnother();

    cell.pass(WAIT - 1);
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.PENDING);
    cell.restoreFromCheckpoint();
    cell.settle();
    assertThat(cell.status("j0-aaaa.0")).as("nor by a new owner").isEqualTo(VmStatus.PENDING);
    cell.pass(1);
    assertThat(cell.vm("j0-aaaa.0").host()).isEqualTo(new HostId("h2"));
  }

  @Test
  void shouldNotBePlacedSoonerWhenItIsStartedByHand() {
    run(Specs.of(1).exclusive().spec());
    loseAndHaveAnother();
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.LOST);

    cell.now += WAIT / 2;
    cell.request(new Request.StartVm(VM, NEVER));
    cell.pass(WAIT / 2 - 1);
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.PENDING);
    cell.pass(1);
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.ASSIGNED);
  }

  @Test
  void shouldNotBePlacedSoonerWhenItIsStoppedAndStartedMeanwhile() {
    run(Specs.of(1).exclusive().onFailure(3).spec());
    loseAndHaveAnother();

    cell.request(new Request.StopVm(VM, 0, NEVER));
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.CANCELLED);
    cell.request(new Request.StartVm(VM, NEVER));
    cell.pass(WAIT - 1);
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.PENDING);
  }

  @Test
  void shouldNotMakeRoomForASuccessorBeforeTheLeaseIsOver() {
    run(Specs.service(1).exclusive().spec());
    loseAndHaveAnother();

    CellEvent.Outcome outcome = cell.request(new Request.RemoveVm(VM, true, NEVER));
    assertThat(outcome.code()).isEqualTo(OutcomeCode.WRONG_STATE);
    assertThat(outcome.detail()).contains("must not run twice");

    cell.pass(WAIT);
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.ASSIGNED);
  }

  @Test
  void shouldNotScaleUpAgainBeforeTheLeaseOfTheOneThatWentIsOver() {
    run(Specs.service(2).exclusive().spec());
    cell.request(new Request.UpdateJob(JOB, Specs.service(1).exclusive().spec(), null, NEVER));
    cell.settle();
    loseAndHaveAnother();
    cell.request(new Request.UpdateJob(JOB, Specs.service(2).exclusive().spec(), null, NEVER));

    cell.pass(WAIT - 1);
    assertThat(cell.host("h2").vms()).isZero();
    cell.pass(1);
    assertThat(cell.host("h2").vms()).isEqualTo(2);
  }

  @Test
  void shouldBePlacedAtOnceWhenItsHostSaysThatItIsOver() {
    run(Specs.of(1).exclusive().onFailure(3).spec());
    cell.join("h2", 1, 4, 65_536);
    ExitStatus expired = ExitStatus.failed("lease-expired", "its lease was over", cell.now);

    cell.report(
        "h1",
        2,
        new Report.Joined(
            "journal-of-h1",
            CellHarness.facts(4, 65_536),
            List.of(),
            List.of(new FinishedVm(VM, 1, expired))));
    cell.pass(SECOND);

    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.ASSIGNED);
  }

  @Test
  void shouldNotBelieveAnotherAgentThatItIsGone() {
    run(Specs.of(1).exclusive().onFailure(3).spec());
    cell.join("h2", 1, 4, 65_536);
    cell.input(new CellInput.Silence(H1, 1, 5 * SECOND));
    cell.input(new CellInput.Silence(H1, 1, 30 * SECOND));

    // Its place is taken before it was given up.
    cell.report(
        "h1", 9, new Report.Joined("other", CellHarness.facts(4, 65_536), List.of(), List.of()));

    assertThat(cell.vm("j0-aaaa.0").notBefore()).isEqualTo(cell.now + WAIT);
  }

  private void loseAndHaveAnother() {
    cell.join("h2", 1, 4, 65_536);
    cell.lose("h1");
    cell.settle();
  }

  private void run(JobSpec spec) {
    cell.join("h1", 1, 4, 65_536);
    cell.submit("j0-aaaa", spec);
    cell.settle();
    cell.startAll();
  }
}
