package dev.skiff.agent.core;

import static dev.skiff.agent.core.CoreFixture.OTHER;
import static dev.skiff.agent.core.CoreFixture.SMALL;
import static dev.skiff.agent.core.CoreFixture.VM;
import static dev.skiff.agent.core.CoreFixture.accepted;
import static dev.skiff.agent.core.CoreFixture.kill;
import static dev.skiff.agent.core.CoreFixture.spec;
import static dev.skiff.agent.core.CoreFixture.start;
import static dev.skiff.agent.core.CoreFixture.startExclusive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.VmHold;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private static final VmRun RUN = new VmRun(VM, 1);
  private static final long SECOND = 1_000_000;

  private final CoreFixture host = CoreFixture.joined();

  @Test
  void shouldBeginAnExclusiveVmOnlyWithALease() {
    long ordered = host.now;
    AgentStep waiting = host.order(1, startExclusive(VM, 1));
    assertThat(waiting.effects()).isEmpty();
    assertThat(waiting.reports()).isEmpty();
    assertThat(host.core.used()).as("its room is taken").isEqualTo(SMALL);
    beat(101);
    AgentStep granted = host.lease(101, 10_000);
    assertThat(granted.effects())
        .containsExactly(
            new AgentEffect.RenewLease(host.uptime + 10 * SECOND),
            new AgentEffect.Boot(RUN, spec(SMALL), true, ordered));
    assertThat(granted.reports()).containsExactly(accepted(VM, 1, ordered));
    assertThat(host.order(2, startExclusive(OTHER, 1)).effects())
        .as("the next one need not wait")
        .hasSize(1);
  }

  @Test
  void shouldCountTheLeaseFromWhenTheHeartbeatWasSentHoweverLateTheAnswerComes() {
    host.order(1, startExclusive(VM, 1));
    beat(101);
    host.uptime += 9 * SECOND;
    assertThat(host.lease(101, 8_000).effects()).as("over before it came").hasSize(1);
    beat(102);
    long sent = host.uptime;
    host.uptime += 3 * SECOND;
    assertThat(host.lease(102, 10_000).effects())
        .contains(new AgentEffect.RenewLease(sent + 10 * SECOND));
    assertThat(host.core.tickDueAt()).isEqualTo(sent + 10 * SECOND);
  }

  @Test
  void shouldNotBeMisledByAClockThatIsSet() {
    begin();
    host.now -= 3_600 * SECOND;
    host.uptime += 9 * SECOND;
    assertThat(host.tick().effects()).isEmpty();
    host.now += 7_200 * SECOND;
    assertThat(host.tick().effects()).isEmpty();
    host.uptime += SECOND;
    assertThat(host.tick().effects()).containsExactly(new AgentEffect.Expire(RUN));
  }

  @Test
  void shouldEndEveryExclusiveVmWhenTheLeaseEndsAndNoOther() {
    begin();
    host.order(2, start(OTHER, 1));
    host.uptime += 10 * SECOND;
    assertThat(host.tick().effects()).containsExactly(new AgentEffect.Expire(RUN));
    assertThat(host.tick().effects()).as("once").isEmpty();
    assertThat(host.core.tickDueAt()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldKeepThemWhileTheLeaseIsRenewed() {
    begin();
    for (int i = 0; i < 20; i++) {
      host.uptime += SECOND;
      beat(200 + i);
      host.lease(200 + i, 10_000);
      assertThat(host.tick().effects()).isEmpty();
    }
  }

  @Test
  void shouldNotTakeALeaseThatEndsSoonerForAReasonToEndSooner() {
    begin();
    beat(102);
    assertThat(host.lease(102, 1).effects()).isEmpty();
    host.uptime += 9 * SECOND;
    assertThat(host.tick().effects()).isEmpty();
  }

  @Test
  void shouldIgnoreALeaseThatAnswersNothingThatItSent() {
    host.order(1, startExclusive(VM, 1));
    beat(101);
    assertThat(host.lease(100, 10_000).effects()).isEmpty();
    for (int i = 0; i < 64; i++) {
      beat(200 + i);
    }
    assertThat(host.lease(101, 10_000).effects()).as("too old to be remembered").isEmpty();
    host.handle(new AgentInput.SessionOpened(CoreFixture.SESSION + 1));
    assertThat(host.lease(263, 10_000).effects()).as("of another session").isEmpty();
  }

  @Test
  void shouldNotTakeAnAbsurdLease() {
    host.order(1, startExclusive(VM, 1));
    beat(101);
    host.lease(101, Long.MAX_VALUE);
    assertThat(host.core.tickDueAt()).isEqualTo(host.uptime + 3_600 * SECOND);
  }

  @Test
  void shouldRefuseAVmForWhichNoLeaseComes() {
    host.order(1, startExclusive(VM, 1));
    host.uptime += 5 * SECOND - 1;
    assertThat(host.tick().reports()).isEmpty();
    host.uptime += 1;
    assertThat(codeOf(host.tick())).isEqualTo("no-lease");
    assertThat(host.core.used()).isEqualTo(Resources.NONE);
    beat(101);
    assertThat(host.lease(101, 10_000).effects()).as("too late for it").hasSize(1);
    assertThat(codeOf(host.order(2, startExclusive(VM, 1)))).isEqualTo("refused-before");
    assertThat(host.order(3, startExclusive(VM, 2)).effects()).hasSize(1);
  }

  @Test
  void shouldRefuseWhatWaitsForALeaseWhenItJoinsAgain() {
    host.order(1, startExclusive(VM, 1));
    AgentStep joined = host.handle(new AgentInput.SessionOpened(CoreFixture.SESSION + 1));
    assertThat(((Report.Joined) joined.reports().getFirst()).running()).isEmpty();
    assertThat(joined.reports().getLast())
        .isInstanceOfSatisfying(
            Report.VmRefused.class, r -> assertThat(r.code()).isEqualTo("no-lease"));
  }

  @Test
  void shouldEndAVmThatWaitsForALeaseWhenItIsTold() {
    host.order(1, startExclusive(VM, 1));
    assertThat(host.order(2, kill(VM, 1)).reports())
        .singleElement()
        .isInstanceOf(Report.VmEnded.class);
    beat(101);
    assertThat(host.lease(101, 10_000).effects()).as("nothing to boot").hasSize(1);
  }

  @Test
  void shouldNotBootAnExclusiveIncarnationForWhichTheOlderOneMadeWay() {
    host.order(1, start(VM, 1));
    host.order(2, startExclusive(VM, 2));
    assertThat(host.ended(VM, 1, 137).effects()).as("there is no lease").isEmpty();
    beat(101);
    assertThat(host.lease(101, 10_000).effects()).anyMatch(AgentEffect.Boot.class::isInstance);
  }

  @Test
  void shouldGoOnWithTheLeaseOfTheLastAgent() {
    CoreFixture restarted = new CoreFixture();
    FoundVm found = new FoundVm.Running(RUN, SMALL, "i", 1, true, VmHold.NONE);
    long endsAt = restarted.uptime + 3 * SECOND;
    restarted.handle(new AgentInput.Recovered(List.of(found), endsAt));
    assertThat(restarted.tick().effects()).isEmpty();
    assertThat(restarted.core.tickDueAt()).isEqualTo(endsAt);
    restarted.uptime = endsAt;
    assertThat(restarted.tick().effects())
        .as("also before it has joined")
        .containsExactly(new AgentEffect.Expire(RUN));
  }

  private void begin() {
    host.order(1, startExclusive(VM, 1));
    beat(101);
    host.lease(101, 10_000);
    host.started(VM, 1);
  }

  private void beat(long at) {
    host.handle(new AgentInput.HeartbeatSent(at, host.uptime));
  }

  private static String codeOf(AgentStep step) {
    assertThat(step.reports()).hasSize(1);
    return ((Report.VmRefused) step.reports().getFirst()).code();
  }
}
