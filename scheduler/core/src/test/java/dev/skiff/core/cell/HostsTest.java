package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.SECOND;
import static dev.skiff.core.cell.CellHarness.job;
import static dev.skiff.core.cell.CellHarness.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.FinishedVm;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.VmStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostsTest {
  private static final JobId JOB = new JobId("j0-aaaa");
  private static final VmId VM = new VmId(JOB, 0);
  private static final HostId H1 = new HostId("h1");
  private static final Resources AMOUNT = new Resources(1_000, 1_024, 10, 1);
  private final CellHarness cell = new CellHarness();

  @Test
  void shouldAdoptWhatAReturningHostStillRuns() {
    run(job(1));

    assertThat(cell.join("h1", 2, 4, 8_192, new RunningVm(VM, 1, AMOUNT, VmHold.NONE)))
        .contains(new CellEvent.VmAdopted(VM, H1, 2));
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.RUNNING);
    assertThat(cell.host("h1").used()).isEqualTo(AMOUNT);
  }

  @Test
  void shouldOrderAgainWhatAReturningHostHadNotStarted() {
    cell.join("h1", 1, 4, 8_192);
    cell.submit("j0-aaaa", job(1));
    cell.place();
    cell.orders();

    cell.join("h1", 2, 4, 8_192);

    assertThat(cell.orders()).hasSize(1).first().isInstanceOf(Order.Start.class);
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.ASSIGNED);
  }

  @Test
  void shouldTakeTheExitThatWasSeenWhileTheAgentWasAway() {
    run(job(1));

    cell.report(
        "h1",
        2,
        new Report.Joined(
            "journal-of-h1",
            CellHarness.facts(4, 8_192),
            List.of(),
            List.of(new FinishedVm(VM, 1, new ExitStatus(7, 0, false, null, null, cell.now)))));

    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.EXITED);
    assertThat(cell.vm("j0-aaaa.0").exit()).extracting(ExitStatus::code).isEqualTo(7);
  }

  @Test
  void shouldCountAsLostWhatAReturningHostNoLongerHas() {
    run(job(1));

    cell.join("h1", 2, 4, 8_192);

    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.LOST);
    assertThat(cell.host("h1").used()).isEqualTo(Resources.NONE);
  }

  @Test
  void shouldKillAGhostAndCountItsRoomUntilItIsGone() {
    cell.join("h1", 1, 1, 8_192, new RunningVm(VM, 3, AMOUNT, VmHold.NONE));

    assertThat(cell.orders()).containsExactly(new Order.Kill(VM, 3));
    cell.submit("j0-bbbb", job(1));
    cell.place();
    assertThat(cell.status("j0-bbbb.0")).isEqualTo(VmStatus.PENDING);

    assertThat(cell.ended("h1", 1, VM, 3, 137)).containsExactly(new CellEvent.GhostGone(H1, VM, 3));
    cell.place();
    assertThat(cell.status("j0-bbbb.0")).isEqualTo(VmStatus.ASSIGNED);
  }

  @Test
  void shouldIgnoreReportsOfAnotherSessionIncarnationOrHost() {
    run(job(1));
    cell.join("h2", 5, 4, 8_192);

    assertThat(cell.ended("h1", 9, VM, 1, 0)).isEmpty();
    assertThat(cell.ended("h1", 1, VM, 2, 0)).isEmpty();
    assertThat(cell.ended("h2", 5, VM, 1, 0)).isEmpty();
    assertThat(cell.join("h1", 1, 4, 8_192)).as("the same session joins again").isEmpty();
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.RUNNING);
  }

  @Test
  void shouldPlaceARefusedVmElsewhere() {
    cell.join("h1", 1, 4, 8_192);
    cell.submit("j0-aaaa", job(1));
    cell.place();
    cell.join("h2", 1, 8, 16_384);

    cell.report("h1", 1, new Report.VmRefused(VM, 1, "no-room", "no room"));
    assertThat(cell.place()).as("waits a moment").isEmpty();
    cell.now += SECOND;
    cell.place();

    assertThat(cell.vm("j0-aaaa.0").host()).isEqualTo(new HostId("h2"));
    assertThat(cell.vm("j0-aaaa.0").incarnation()).isEqualTo(2);
  }

  @Test
  void shouldGiveUpASilentHostAndRestartItsVmsByPolicy() {
    run(spec(null, 1, new RestartPolicy(RestartPolicy.Mode.ON_FAILURE, 1), null, List.of(), 0));
    cell.join("h2", 1, 4, 8_192);

    cell.input(new CellInput.Silence(H1, 1, 4 * SECOND));
    assertThat(cell.host("h1").status()).isEqualTo(HostStatus.READY);
    cell.input(new CellInput.Silence(H1, 1, 5 * SECOND));
    assertThat(cell.host("h1").status()).isEqualTo(HostStatus.SUSPECT);
    cell.input(new CellInput.Silence(H1, 1, 30 * SECOND));
    assertThat(cell.host("h1").status()).isEqualTo(HostStatus.LOST);
    cell.input(new CellInput.Tick());
    cell.now += 2 * SECOND;
    cell.place();

    assertThat(cell.vm("j0-aaaa.0").host()).isEqualTo(new HostId("h2"));
    assertThat(cell.vm("j0-aaaa.0").attempts()).isEqualTo(1);
    assertThat(cell.host("h1").used()).isEqualTo(Resources.NONE);

    // The host comes back, and still runs the old incarnation: it is a ghost there.
    cell.orders();
    cell.join("h1", 2, 4, 8_192, new RunningVm(VM, 1, AMOUNT, VmHold.NONE));
    assertThat(cell.orders()).containsExactly(new Order.Kill(VM, 1));
    assertThat(cell.vm("j0-aaaa.0").host()).isEqualTo(new HostId("h2"));
  }

  @Test
  void shouldTrustASuspectHostThatIsHeardOfAgain() {
    run(job(1));
    cell.input(new CellInput.Silence(H1, 1, 6 * SECOND));

    cell.input(new CellInput.Heard(H1, 1));

    assertThat(cell.host("h1").status()).isEqualTo(HostStatus.READY);
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.RUNNING);
  }

  @Test
  void shouldRestartWithBackoffUntilTheAttemptsAreUsedUp() {
    run(spec(null, 1, new RestartPolicy(RestartPolicy.Mode.ON_FAILURE, 2), null, List.of(), 0));
    for (int attempt = 1; attempt <= 2; attempt++) {
      cell.ended("h1", 1, VM, attempt, 1);
      assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.PENDING);
      assertThat(cell.place()).isEmpty();
      long wait = SECOND << (attempt - 1);
      assertThat(cell.state.delayEndsBetween(cell.now, cell.now + wait)).isTrue();
      cell.now += wait;
      cell.place();
      cell.started("h1", 1, VM, attempt + 1);
    }

    cell.ended("h1", 1, VM, 3, 1);

    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.EXITED);
  }

  @Test
  void shouldNotRestartWhatCannotWorkAnyway() {
    run(spec(null, 1, new RestartPolicy(RestartPolicy.Mode.ALWAYS, 9), null, List.of(), 0));

    cell.report(
        "h1",
        1,
        new Report.VmEnded(
            VM, 1, ExitStatus.failed("image-not-found", "there is no such image", cell.now)));

    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.FAILED);
    assertThat(cell.vm("j0-aaaa.0").reason()).isEqualTo("there is no such image");
  }

  private void run(JobSpec spec) {
    cell.join("h1", 1, 4, 8_192);
    cell.submit("j0-aaaa", spec);
    cell.place();
    cell.started("h1", 1, VM, 1);
    cell.orders();
  }
}
