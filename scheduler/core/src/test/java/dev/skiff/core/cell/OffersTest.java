package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.NEVER;
import static dev.skiff.core.cell.CellHarness.job;
import static dev.skiff.core.cell.CellHarness.sized;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.state.Plan;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Jobs that are offered to this cell while another could take them, and questions.
class OffersTest {
  private static final IdempotencyKey KEY = new IdempotencyKey("k", "body");
  private final CellHarness cell = new CellHarness();

  @Test
  void shouldRefuseAJobThatDoesNotFitAsAWholeNowAndTakeOneThatDoes() {
    cell.join("h1", 1, 2, 8_192);

    CellEvent.Outcome outcome = cell.offer("j0-aaaa", job(3), KEY);
    assertThat(outcome.code()).isEqualTo(OutcomeCode.NO_ROOM);
    assertThat(outcome.detail()).startsWith("2 of 3 VMs fit right now: ").contains("short of CPU");
    assertThat(cell.state.jobs()).isEmpty();

    assertThat(cell.offer("j0-bbbb", job(2), new IdempotencyKey("l", "body")).code())
        .isEqualTo(OutcomeCode.DONE);
  }

  @Test
  void shouldRememberARefusalSoThatARetryIsNotTakenOnHereAsWell() {
    cell.join("h1", 1, 2, 8_192);
    CellEvent.Outcome first = cell.offer("j0-aaaa", job(3), KEY);
    cell.join("h2", 1, 8, 8_192);

    CellEvent.Outcome again = cell.offer("j0-bbbb", job(3), KEY);

    assertThat(again.code()).isEqualTo(OutcomeCode.NO_ROOM);
    assertThat(again.detail()).isEqualTo(first.detail());
    cell.restoreFromCheckpoint();
    assertThat(cell.offer("j0-cccc", job(3), KEY).code()).isEqualTo(OutcomeCode.NO_ROOM);
  }

  @Test
  void shouldRememberEveryRefusalAfterWhichAnotherCellIsAsked() {
    cell.join("h1", 1, 2, 8_192);
    assertThat(cell.offer("j0-aaaa", sized(1, 9_000, 64), KEY).code())
        .isEqualTo(OutcomeCode.NEVER_FITS);
    cell.join("h2", 1, 16, 8_192);

    assertThat(cell.offer("j0-bbbb", sized(1, 9_000, 64), KEY).code())
        .isEqualTo(OutcomeCode.NEVER_FITS);
  }

  @Test
  void shouldTakeARefusedJobThatComesBackToWait() {
    cell.offer("j0-aaaa", job(3), KEY);

    assertThat(cell.submit("j0-bbbb", job(3), KEY).code()).isEqualTo(OutcomeCode.DONE);
    CellEvent.Outcome again = cell.offer("j0-cccc", job(3), KEY);

    assertThat(again.code()).isEqualTo(OutcomeCode.REPEATED);
    assertThat(again.job()).isEqualTo(new JobId("j0-bbbb"));
  }

  @Test
  void shouldRefuseAnotherBodyUnderTheKeyOfARefusedJob() {
    cell.offer("j0-aaaa", job(3), KEY);

    assertThat(cell.submit("j0-bbbb", job(3), new IdempotencyKey("k", "other")).code())
        .isEqualTo(OutcomeCode.KEY_REUSED);
  }

  @Test
  void shouldCountOnlyAsManyVmsAsRunAtTheSameTime() {
    cell.join("h1", 1, 2, 8_192);

    assertThat(cell.offer("j0-aaaa", Specs.of(50).atOnce(2).spec(), KEY).code())
        .isEqualTo(OutcomeCode.DONE);
  }

  @Test
  void shouldSayWhatWouldBecomeOfAJobAndChangeNothing() {
    cell.join("h1", 1, 2, 8_192);
    cell.submit("j0-lows", Specs.service(1).spec());
    cell.settle();
    Map<String, Object> before = StateAudit.indexes(cell.state);

    Plan plan = plan(Specs.of(2).priority(9));

    assertThat(plan.vms()).isEqualTo(2);
    assertThat(plan.placed()).isEqualTo(1);
    assertThat(plan.preempted()).hasSize(1);
    assertThat(plan.waiting()).isNotNull();
    StateAudit.requireSame("after a plan", before, StateAudit.indexes(cell.state));
    assertThat(plan(Specs.of(2).priority(9))).isEqualTo(plan);
  }

  private Plan plan(Specs specs) {
    return cell
        .input(new CellInput.Requested(99, new Request.PlanJob(specs.spec(), NEVER)))
        .stream()
        .filter(CellEvent.Planned.class::isInstance)
        .map(event -> ((CellEvent.Planned) event).plan())
        .findFirst()
        .orElseThrow();
  }
}
