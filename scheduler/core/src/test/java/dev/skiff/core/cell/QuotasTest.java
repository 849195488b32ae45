package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.Quota;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuotasTest {
  private final CellHarness cell = new CellHarness();

  /// Three VMs of one CPU.
  @BeforeEach
  void limit() {
    limit(3);
    cell.join("h1", 1, 16, 65_536);
  }

  @Test
  void shouldRefuseAJobBeyondTheLimitWithNumbers() {
    submit("j0-aaaa", Specs.of(2));

    CellEvent.Outcome outcome = submit("j0-bbbb", Specs.of(2));

    assertThat(outcome.code()).isEqualTo(OutcomeCode.QUOTA_EXCEEDED);
    assertThat(outcome.detail())
        .contains("may hold 3 CPUs", "it holds 2 CPUs", "this needs 2 CPUs");
    assertThat(submit("j0-cccc", Specs.of(9).in("other")).code()).isEqualTo(OutcomeCode.DONE);
  }

  @Test
  void shouldCountOnlyAsManyVmsAsRunAtTheSameTime() {
    assertThat(submit("j0-aaaa", Specs.of(100).atOnce(3)).code()).isEqualTo(OutcomeCode.DONE);
    assertThat(used()).isEqualTo(3_000);
  }

  @Test
  void shouldGiveBackWhatIsOver() {
    submit("j0-aaaa", Specs.of(3));
    cell.settle();
    cell.ended("j0-aaaa.0", 0);

    assertThat(used()).isEqualTo(2_000);
    assertThat(submit("j0-bbbb", Specs.of(1)).code()).isEqualTo(OutcomeCode.DONE);
  }

  @Test
  void shouldHoldAServiceThatGrowsToItButLetItShrink() {
    submit("j0-aaaa", Specs.service(3));

    assertThat(update(Specs.service(4)).code()).isEqualTo(OutcomeCode.QUOTA_EXCEEDED);
    assertThat(update(Specs.service(3).sized(1_100, 64)).code())
        .isEqualTo(OutcomeCode.QUOTA_EXCEEDED);
    limit(1);
    assertThat(update(Specs.service(2)).code())
        .as("less, if still too much")
        .isEqualTo(OutcomeCode.DONE);
  }

  @Test
  void shouldHoldAnEndedVmThatIsStartedAgainToIt() {
    submit("j0-aaaa", Specs.of(1));
    cell.settle();
    cell.ended("j0-aaaa.0", 0);
    submit("j0-bbbb", Specs.of(3));

    assertThat(cell.request(new Request.StartVm(VmId.parse("j0-aaaa.0"), NEVER)).code())
        .isEqualTo(OutcomeCode.QUOTA_EXCEEDED);
  }

  @Test
  void shouldForgetANamespaceThatHoldsNothingAndHasNoQuota() {
    submit("j0-aaaa", Specs.of(1));
    cell.request(new Request.SetQuota("default", Quota.NONE, NEVER));
    assertThat(cell.state.namespace("default")).isNotNull();

    cell.settle();
    cell.ended("j0-aaaa.0", 0);

    assertThat(cell.state.namespace("default")).isNull();
  }

  private void limit(int cpus) {
    cell.request(
        new Request.SetQuota(
            "default", new Quota(new Resources(cpus * 1_000L, 65_536, 9_999, 99), null), NEVER));
  }

  private CellEvent.Outcome submit(String job, Specs specs) {
    return cell.submit(job, specs.spec());
  }

  private CellEvent.Outcome update(Specs specs) {
    return cell.request(new Request.UpdateJob(new JobId("j0-aaaa"), specs.spec(), null, NEVER));
  }

  private long used() {
    return Objects.requireNonNull(cell.state.namespace("default")).used().milliCpu();
  }
}
