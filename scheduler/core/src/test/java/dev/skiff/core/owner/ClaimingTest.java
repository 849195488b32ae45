package dev.skiff.core.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.log.LogRecord.Claim;
import org.junit.jupiter.api.Test;

/// Who owns a cell.
class ClaimingTest extends TwoSchedulers {
  @Test
  void shouldVoidWhatAFormerOwnerAppendsAndMakeItStepDown() {
    own(a);
    b.preferred = true;
    b.othersAlive = false;
    b.step(now);
    a.inputs.waiting.add(submit(0, "j0-aaaa"));
    // a is paused here with an append on its way; b takes the cell meanwhile.
    a.worker.doWork(now);
    own(b);
    a.log.land();
    a.cycle(now);
    b.cycle(now);

    assertThat(a.worker.role()).isNotEqualTo(Role.OWNING);
    assertThat(a.outputs.committed).isEmpty();
    assertThat(b.worker.role()).isEqualTo(Role.OWNING);
    assertThat(b.worker.state().jobs()).isEmpty();
  }

  @Test
  void shouldLetOneOfTwoClaimsWin() {
    claimTogether();

    assertThat(b.worker.role()).isEqualTo(Role.OWNING);
    assertThat(a.worker.role()).isEqualTo(Role.FOLLOWING);
    assertThat(log.records).hasOnlyElementsOfType(Claim.class);
  }

  @Test
  void shouldNotClaimSoonAfterLosing() {
    claimTogether();
    int before = log.records.size();
    a.othersAlive = false;

    a.step(now + SECOND / 2);
    assertThat(log.records).hasSize(before);
    a.step(now + 2 * SECOND);
    assertThat(log.records.getLast()).isInstanceOf(Claim.class);
  }

  @Test
  void shouldLeaveALivingOwnerAlone() {
    own(a);
    b.preferred = false;
    for (int i = 0; i < 50; i++) {
      now += SECOND / 5;
      a.step(now);
      b.step(now);
    }

    assertThat(b.worker.role()).isEqualTo(Role.FOLLOWING);
    assertThat(log.records.stream().filter(Claim.class::isInstance)).hasSize(1);
  }

  @Test
  void shouldLeaveACellWhoseOwnerIsGoneToThePreferredSchedulerButNotForLong() {
    own(a);
    b.preferred = false;
    b.othersAlive = false;
    b.step(now);

    b.step(now + SECOND / 5);
    assertThat(b.worker.role()).isEqualTo(Role.FOLLOWING);
    b.step(now + SECOND / 4);
    assertThat(b.worker.role()).isEqualTo(Role.OWNING);
  }

  @Test
  void shouldLeaveANewOwnerAloneHoweverLongAnotherHasBeenPreferred() {
    own(a);
    b.step(now);
    now += OwnerTimings.DEFAULT.handover() - SECOND;
    a.step(now);
    b.step(now);
    Node c = new Node("c", log, a.topics());
    b.othersAlive = true;
    c.othersAlive = false;
    c.step(now);
    c.step(now + SECOND);
    assertThat(c.worker.role()).isEqualTo(Role.OWNING);

    now += 2 * SECOND;
    c.step(now);
    b.step(now);
    b.step(now + SECOND / 10);
    assertThat(b.worker.role()).isEqualTo(Role.FOLLOWING);
  }

  @Test
  void shouldTakeACellWhoseLogFellSilent() {
    own(a);
    b.preferred = false;
    b.step(now);
    for (int i = 0; i < 20 && b.worker.role() != Role.OWNING; i++) {
      now += SECOND / 5;
      b.step(now);
    }

    assertThat(b.worker.role()).isEqualTo(Role.OWNING);
  }

  @Test
  void shouldRestateNothingBeforeItsFirstTransition() {
    own(a);
    a.inputs.waiting.add(joined(0));
    for (int i = 0; i < 5; i++) {
      a.step(now);
    }

    assertThat(a.outputs.restated).isTrue();
    assertThat(a.outputs.restatedAfter).isEqualTo(1);
  }

  @Test
  void shouldNotClaimBlind() {
    b.worker.doWork(now);
    b.worker.doWork(now + 60 * SECOND);

    assertThat(b.log.hasWaiting()).as("nothing proves that the log was read").isFalse();
  }

  @Test
  void shouldStillTakeASilentCellAfterItsClockWasSetBack() {
    own(a);
    b.preferred = false;
    b.step(now);
    now -= 7_200 * SECOND;
    for (int i = 0; i < 20 && b.worker.role() != Role.OWNING; i++) {
      now += SECOND / 5;
      b.step(now);
    }

    assertThat(b.worker.role()).isEqualTo(Role.OWNING);
  }

  /// Both claim, b's claim arrives first.
  private void claimTogether() {
    a.cycle(now);
    b.cycle(now);
    a.cycle(now);
    b.cycle(now);
    assertThat(a.log.hasWaiting() && b.log.hasWaiting()).isTrue();
    b.log.land();
    a.log.land();
    a.cycle(now);
    b.cycle(now);
  }
}
