package dev.skiff.core.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.cell.CellState;
import org.junit.jupiter.api.Test;

/// Which hosts an owner takes for silent.
class LivenessTest extends TwoSchedulers {
  @Test
  void shouldDeclareNoHostLostWithoutProofThatItsHeartbeatsWereRead() {
    own(a);
    a.inputs.waiting.add(joined(0));
    a.step(now);
    long proof = now;
    for (int i = 0; i < 60; i++) {
      now += SECOND;
      a.log.proveReadThrough(now);
      a.inputs.readThrough = proof;
      a.worker.doWork(now);
      a.log.land();
      a.worker.doWork(now);
    }
    assertThat(status()).isEqualTo(HostStatus.READY);

    now += SECOND;
    a.step(now);
    assertThat(status()).isEqualTo(HostStatus.SUSPECT);
  }

  @Test
  void shouldGiveEveryHostItsTimeAgainAfterAClaim() {
    own(a);
    a.inputs.waiting.add(joined(0));
    a.step(now);
    now += 29 * SECOND;
    b.othersAlive = false;
    b.step(now);
    own(b);
    b.step(now + SECOND);

    assertThat(b.worker.state().host(HOST)).extracting("status").isEqualTo(HostStatus.READY);
  }

  @Test
  void shouldTellAHostThatItHasGivenUpToJoinAgain() {
    own(a);
    a.inputs.waiting.add(joined(0));
    a.step(now);
    for (int i = 0; i < 40; i++) {
      now += SECOND;
      a.step(now);
    }
    assertThat(status()).isEqualTo(HostStatus.LOST);
    a.outputs.orders.clear();

    a.inputs.beats.add(new CellInputs.Beat(HOST, 1, now));
    a.step(now);
    now += 5 * SECOND - 1;
    a.inputs.beats.add(new CellInputs.Beat(HOST, 1, now));
    a.step(now);
    now += 1;
    a.step(now);

    assertThat(a.outputs.orders)
        .anyMatch(batch -> batch.host().equals(HOST) && batch.orders().isEmpty());
  }

  @Test
  void shouldDeclareNobodySilentBecauseItsOwnClockJumped() {
    own(a);
    a.inputs.waiting.add(joined(0));
    a.step(now);
    for (long jump : new long[] {3_600 * SECOND, -7_200 * SECOND, 3_600 * SECOND}) {
      now += jump;
      for (int i = 0; i < 20; i++) {
        if (i > 3) {
          a.inputs.beats.add(new CellInputs.Beat(HOST, 1, now));
        }
        a.step(now);
        assertThat(status()).isEqualTo(HostStatus.READY);
        now += SECOND / 5;
      }
    }
  }

  @Test
  void shouldNotLetAnotherAgentOfTheSameHostKeepItAlive() {
    own(a);
    a.inputs.waiting.add(joined(0));
    a.step(now);
    for (int i = 0; i < 40; i++) {
      now += SECOND;
      a.inputs.beats.add(new CellInputs.Beat(HOST, 7, now));
      a.step(now);
    }
    assertThat(status()).isEqualTo(HostStatus.LOST);
    assertThat(a.outputs.orders)
        .as("once the host is given up, the other one may join")
        .anyMatch(batch -> batch.session() == 7 && batch.asksToJoinAgain());
  }

  @Test
  void shouldForgetAgentsOfWhichTheLogDoesNotKnow() {
    CellState state = new CellState(new CellId(0));
    Liveness liveness = new Liveness(CellRules.DEFAULT, now);
    for (int session = 0; session < 1_000; session++) {
      liveness.heard(HOST, session, now);
    }
    for (int i = 0; i < 40; i++) {
      now += SECOND;
      liveness.heard(HOST, 1_000, now);
      assertThat(liveness.check(state, now, now)).isEmpty();
    }

    assertThat(liveness.remembered()).isEqualTo(1);
  }

  @Test
  void shouldSuspectACordonedHostThatFallsSilent() {
    own(a);
    a.inputs.waiting.add(joined(0));
    a.topics().request(new Request.CordonHost(HOST, Long.MAX_VALUE));
    for (int i = 0; i < 8; i++) {
      a.step(now);
      now += SECOND;
    }

    assertThat(status()).isEqualTo(HostStatus.SUSPECT);
  }

  @Test
  void shouldWaitForTheLeaseOfALostHostWhateverItsClockSays() {
    own(a);
    a.inputs.waiting.add(joined(0));
    a.topics().submit("j0-aaaa", MemoryTopics.exclusive(), now, Long.MAX_VALUE);
    for (int i = 0; i < 40; i++) {
      now += SECOND;
      a.step(now);
    }
    assertThat(status()).isEqualTo(HostStatus.LOST);
    assertThat(vm().status()).isEqualTo(VmStatus.PENDING);
    a.topics().join("h2", 1, now);

    now += 3_600 * SECOND;
    long jumped = now;
    while (vm().status() == VmStatus.PENDING && now - jumped < 60 * SECOND) {
      a.inputs.beats.add(new CellInputs.Beat(new HostId("h2"), 1, now));
      a.step(now);
      now += SECOND / 5;
    }

    assertThat(vm().incarnation()).isEqualTo(2);
    assertThat(now - jumped).isGreaterThan(5 * SECOND).isLessThan(25 * SECOND);
  }

  private Vm vm() {
    return a.worker.state().vmsOf(new JobId("j0-aaaa")).getFirst();
  }

  private HostStatus status() {
    return a.worker.state().hosts().iterator().next().status();
  }
}
