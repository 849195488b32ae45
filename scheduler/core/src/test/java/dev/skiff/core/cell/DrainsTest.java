package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.NEVER;
import static dev.skiff.core.cell.CellHarness.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.Plan;
import dev.skiff.contracts.state.VmStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainsTest {
  private static final HostId H1 = new HostId("h1");
  private final CellHarness cell = new CellHarness();

  /// `j0-once.0` may not be started again, `j0-serv.0` may.
  @BeforeEach
  void runTwo() {
    cell.join("h1", 1, 8, 32_768);
    cell.submit("j0-once", Specs.of(1).spec());
    cell.submit("j0-serv", Specs.service(1).spec());
    cell.settle();
    cell.startAll();
  }

  @Test
  void shouldPlaceNothingOnACordonedHostAndLeaveWhatRuns() {
    cell.request(new Request.CordonHost(H1, NEVER));
    cell.submit("j0-more", Specs.of(1).spec());
    cell.settle();

    assertThat(cell.host("h1").status()).isEqualTo(HostStatus.CORDONED);
    assertThat(cell.why("j0-more.0")).contains("1 cordoned");
    assertThat(cell.status("j0-serv.0")).isEqualTo(VmStatus.RUNNING);

    cell.request(new Request.UncordonHost(H1, NEVER));
    cell.settle();
    assertThat(cell.status("j0-more.0")).isEqualTo(VmStatus.ASSIGNED);
  }

  @Test
  void shouldMoveWhatMayBeMovedAndWaitForTheRest() {
    cell.join("h2", 1, 8, 32_768);
    drain(null, false);

    assertThat(cell.status("j0-once.0")).isEqualTo(VmStatus.RUNNING);
    cell.endStopping();
    cell.settle();
    cell.startAll();

    assertThat(cell.vm("j0-serv.0").host()).isEqualTo(new HostId("h2"));
    assertThat(cell.vm("j0-serv.0").attempts()).isZero();
    assertThat(cell.host("h1").isDrained()).isFalse();
    assertThat(Objects.requireNonNull(cell.host("h1").drain()).vms()).isEqualTo(2);
    assertThat(cell.host("h1").vms()).as("progress").isEqualTo(1);

    cell.ended("j0-once.0", 0);
    assertThat(cell.host("h1").isDrained()).isTrue();
  }

  @Test
  void shouldEndTheRestAtTheDeadlineOnlyWhenForced() {
    drain(60L, false);
    cell.pass(120 * SECOND);
    assertThat(cell.status("j0-once.0")).isEqualTo(VmStatus.RUNNING);

    drain(60L, true);
    cell.pass(59 * SECOND);
    assertThat(cell.status("j0-once.0")).isEqualTo(VmStatus.RUNNING);
    cell.pass(SECOND);
    assertThat(cell.status("j0-once.0")).isEqualTo(VmStatus.STOPPING);
    cell.endStopping();
    assertThat(cell.status("j0-once.0")).as("is not run again").isEqualTo(VmStatus.EXITED);
  }

  @Test
  void shouldLeaveASuspectHostAloneAndGoOnWhenItIsBack() {
    cell.input(new CellInput.Silence(H1, 1, 6 * SECOND));
    drain(null, false);
    assertThat(cell.host("h1").status()).isEqualTo(HostStatus.SUSPECT);
    assertThat(cell.status("j0-serv.0")).isEqualTo(VmStatus.RUNNING);

    cell.input(new CellInput.Heard(H1, 1));
    cell.settle();

    assertThat(cell.host("h1").status()).isEqualTo(HostStatus.DRAINING);
    assertThat(cell.status("j0-serv.0")).isEqualTo(VmStatus.STOPPING);
  }

  @Test
  void shouldStillBeDrainedWhenALostHostJoinsAgain() {
    drain(null, false);
    cell.lose("h1");
    cell.settle();

    cell.join("h1", 2, 8, 32_768);

    assertThat(cell.host("h1").status()).isEqualTo(HostStatus.DRAINING);
    assertThat(cell.host("h1").isDrained()).isTrue();
  }

  @Test
  void shouldEndADrainWhenTheHostIsUncordoned() {
    drain(null, false);
    cell.request(new Request.UncordonHost(H1, NEVER));
    cell.endStopping();
    cell.settle();

    assertThat(cell.host("h1").status()).isEqualTo(HostStatus.READY);
    assertThat(cell.host("h1").drain()).isNull();
    assertThat(cell.vm("j0-serv.0").host()).isEqualTo(H1);
  }

  @Test
  void shouldSayWhatWouldMoveWhereAndChangeNothing() {
    cell.join("h2", 1, 8, 32_768);
    Map<String, Object> before = StateAudit.indexes(cell.state);

    Plan plan =
        cell
            .input(new CellInput.Requested(99, new Request.DrainHost(H1, null, false, true, NEVER)))
            .stream()
            .filter(CellEvent.Planned.class::isInstance)
            .map(event -> ((CellEvent.Planned) event).plan())
            .findFirst()
            .orElseThrow();

    assertThat(plan.vms()).isEqualTo(2);
    assertThat(plan.placed()).isEqualTo(1);
    assertThat(plan.groups())
        .containsExactly(new Plan.Group(new HostId("h2"), 1, List.of(VmId.parse("j0-serv.0"))));
    StateAudit.requireSame("after a dry run", before, StateAudit.indexes(cell.state));
  }

  @Test
  void shouldRemoveAHostOnlyWhenItIsLostAndEmpty() {
    CellEvent.Outcome early = cell.request(new Request.RemoveHost(H1, NEVER));
    assertThat(early.code()).isEqualTo(OutcomeCode.WRONG_STATE);
    assertThat(early.detail()).contains("drain it and stop its agent");

    cell.lose("h1");
    assertThat(cell.request(new Request.RemoveHost(H1, NEVER)).detail()).contains("try again");
    cell.settle();
    assertThat(cell.request(new Request.RemoveHost(H1, NEVER)).code()).isEqualTo(OutcomeCode.DONE);
    assertThat(cell.request(new Request.CordonHost(H1, NEVER)).code())
        .isEqualTo(OutcomeCode.NOT_FOUND);
  }

  private void drain(@Nullable Long seconds, boolean force) {
    assertThat(cell.request(new Request.DrainHost(H1, seconds, force, false, NEVER)).code())
        .isEqualTo(OutcomeCode.DONE);
    cell.settle();
  }
}
