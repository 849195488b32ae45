package dev.skiff.agent.core;

import static dev.skiff.agent.core.CoreFixture.HOST;
import static dev.skiff.agent.core.CoreFixture.OTHER;
import static dev.skiff.agent.core.CoreFixture.SESSION;
import static dev.skiff.agent.core.CoreFixture.SMALL;
import static dev.skiff.agent.core.CoreFixture.VM;
import static dev.skiff.agent.core.CoreFixture.exited;
import static dev.skiff.agent.core.CoreFixture.forget;
import static dev.skiff.agent.core.CoreFixture.kill;
import static dev.skiff.agent.core.CoreFixture.spec;
import static dev.skiff.agent.core.CoreFixture.start;
import static dev.skiff.agent.core.CoreFixture.stop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentCoreTest {
  private final CoreFixture host = CoreFixture.joined();

  @Test
  void shouldBootAVmThatIsOrderedAndReportEachStep() {
    AgentStep accepted = host.order(5, start(VM, 1));
    assertThat(accepted.effects()).containsExactly(CoreFixture.boot(VM, 1, host.now));
    assertThat(accepted.reports()).containsExactly(CoreFixture.accepted(VM, 1, host.now));
    assertThat(host.started(VM, 1).reports()).containsExactly(CoreFixture.running(VM, 1));
    assertThat(host.core.used()).isEqualTo(SMALL);
    assertThat(host.ended(VM, 1, 3).reports())
        .containsExactly(new Report.VmEnded(VM, 1, exited(3)));
    assertThat(host.core.used()).isEqualTo(Resources.NONE);
  }

  @Test
  void shouldIgnoreOrdersOfAnotherSessionAndOfAnotherHost() {
    List<Order> orders = List.of(start(VM, 1));
    for (OrderBatch batch :
        List.of(
            OrderBatch.of(HOST, SESSION - 1, 5, orders),
            OrderBatch.of(HOST, SESSION + 1, 5, orders),
            OrderBatch.of(new HostId("h2"), SESSION, 5, orders))) {
      AgentStep step = host.handle(new AgentInput.OrdersRead(batch));
      assertThat(step.effects()).as("%s", batch).isEmpty();
      assertThat(step.reports()).as("%s", batch).isEmpty();
    }
  }

  @Test
  void shouldStartAnIncarnationOnceHoweverOftenItIsOrdered() {
    host.order(5, start(VM, 1));
    assertThat(host.order(5, start(VM, 1)).effects()).isEmpty();
    assertThat(host.order(9, start(VM, 1)).effects()).isEmpty();
    host.started(VM, 1);
    host.ended(VM, 1, 0);
    assertThat(host.order(10, start(VM, 1)).effects()).isEmpty();
    host.order(11, forget(VM, 1));
    AgentStep afterwards = host.order(12, start(VM, 1));
    assertThat(afterwards.effects()).isEmpty();
    assertThat(failureOf(afterwards)).isEqualTo("already-over");
  }

  @Test
  void shouldIgnoreAnOrderThatANewerOneForTheSameVmHasOvertaken() {
    host.order(9, stop(VM, 1, 1_000));
    assertThat(host.order(8, start(VM, 1)).effects()).isEmpty();
    assertThat(host.order(8, start(VM, 2)).reports()).isEmpty();
    assertThat(host.order(8, start(OTHER, 1)).effects()).hasSize(1);
  }

  @Test
  void shouldRefuseWhatDoesNotFitAndSayWhatIsShort() {
    host.order(1, start(VM, 1));
    AgentStep step =
        host.order(
            2,
            new Order.Start(
                OTHER.job(), OTHER.index(), 1, 1, false, spec(new Resources(800, 500, 64, 1))));
    assertThat(step.effects()).isEmpty();
    assertThat(step.reports())
        .containsExactly(
            new Report.VmRefused(
                OTHER,
                1,
                "no-room",
                "the host has no room: 800 milli-CPU wanted and 750 free,"
                    + " 500 MiB memory wanted and 384 free"));
    assertThat(host.core.used()).isEqualTo(SMALL);
  }

  @Test
  void shouldRefuseARefusedIncarnationAgainAlthoughThereIsRoomNow() {
    for (int i = 0; i < 4; i++) {
      host.order(i, start(VmId.parse("j0-cccc." + i), 1));
    }
    host.order(10, start(VM, 1));
    host.order(11, kill(VmId.parse("j0-cccc.0"), 1));
    host.ended(VmId.parse("j0-cccc.0"), 1, 137);
    AgentStep step = host.order(12, start(VM, 1));
    assertThat(step.effects()).isEmpty();
    assertThat(step.reports())
        .singleElement()
        .isInstanceOfSatisfying(
            Report.VmRefused.class, r -> assertThat(r.code()).isEqualTo("refused-before"));
    assertThat(host.order(13, start(VM, 2)).effects()).hasSize(1);
  }

  @Test
  void shouldAnswerStopAndKillOfSomethingUnknown() {
    assertThat(failureOf(host.order(1, stop(VM, 1, 10)))).isEqualTo("unknown-vm");
    assertThat(failureOf(host.order(1, kill(OTHER, 4)))).isEqualTo("unknown-vm");
    assertThat(host.order(2, start(VM, 1)).effects()).as("it was declared over").isEmpty();
  }

  @Test
  void shouldStopARunningVmAndKillItWhenItMustBeSooner() {
    VmRun run = new VmRun(VM, 1);
    host.order(1, start(VM, 1));
    host.started(VM, 1);
    assertThat(host.order(2, stop(VM, 1, 5_000)).effects())
        .containsExactly(new AgentEffect.Stop(run, 5_000));
    assertThat(host.order(2, stop(VM, 1, 5_000)).effects()).as("again").isEmpty();
    assertThat(host.order(3, stop(VM, 1, 9_000)).effects()).as("later").isEmpty();
    assertThat(host.order(4, kill(VM, 1)).effects()).containsExactly(new AgentEffect.Kill(run));
    assertThat(host.order(5, kill(VM, 1)).effects()).as("again").isEmpty();
    assertThat(host.core.used()).as("until it is over").isEqualTo(SMALL);
  }

  @Test
  void shouldClampAGraceThatNobodyCanMean() {
    host.order(1, start(VM, 1));
    host.started(VM, 1);
    assertThat(host.order(2, stop(VM, 1, Long.MAX_VALUE)).effects())
        .containsExactly(new AgentEffect.Stop(new VmRun(VM, 1), 86_400_000));
    assertThat(host.order(3, stop(VM, 1, -1)).effects())
        .containsExactly(new AgentEffect.Kill(new VmRun(VM, 1)));
  }

  @Test
  void shouldCallABootOffWhenTheVmIsStoppedMeanwhile() {
    host.order(1, start(VM, 1));
    assertThat(host.order(2, stop(VM, 1, 5_000)).effects())
        .containsExactly(new AgentEffect.Kill(new VmRun(VM, 1)));
    assertThat(host.started(VM, 1).reports()).as("the boot won by a hair").isEmpty();
    assertThat(host.ended(VM, 1, 137).reports()).hasSize(1);
  }

  @Test
  void shouldEndTheOldIncarnationBeforeItBootsTheNewOne() {
    host.order(1, start(VM, 1));
    host.started(VM, 1);
    AgentStep second = host.order(2, start(VM, 2));
    assertThat(second.effects()).containsExactly(new AgentEffect.Kill(new VmRun(VM, 1)));
    assertThat(second.reports()).containsExactly(CoreFixture.accepted(VM, 2, host.now));
    AgentStep over = host.ended(VM, 1, 137);
    assertThat(over.reports()).containsExactly(new Report.VmEnded(VM, 1, exited(137)));
    assertThat(over.effects()).containsExactly(CoreFixture.boot(VM, 2, host.now));
  }

  @Test
  void shouldGiveUpAWaitingIncarnationForANewerOne() {
    host.order(1, start(VM, 1));
    host.order(2, start(VM, 2));
    AgentStep third = host.order(3, start(VM, 3));
    assertThat(third.reports())
        .filteredOn(Report.VmEnded.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Report.VmEnded.class, r -> assertThat(r.incarnation()).isEqualTo(2));
    assertThat(host.ended(VM, 1, 137).effects()).containsExactly(CoreFixture.boot(VM, 3, host.now));
  }

  @Test
  void shouldKillAndThenForgetWhatTheCellCountsAsOver() {
    host.order(1, start(VM, 1));
    host.started(VM, 1);
    assertThat(host.order(2, forget(VM, 1)).effects())
        .containsExactly(new AgentEffect.Kill(new VmRun(VM, 1)));
    AgentStep over = host.ended(VM, 1, 137);
    assertThat(over.reports()).hasSize(1);
    assertThat(over.effects()).containsExactly(new AgentEffect.Forget(new VmRun(VM, 1)));
    assertThat(host.core.runs()).isEmpty();
  }

  @Test
  void shouldRepeatAnEndThatTheCellSeemsNotToKnow() {
    host.order(1, start(VM, 1));
    AgentStep over = host.ended(VM, 1, 1);
    assertThat(host.order(2, stop(VM, 1, 10)).reports()).as("still on its way").isEmpty();
    assertThat(host.deliver(over).effects())
        .containsExactly(new AgentEffect.MarkReported(new VmRun(VM, 1)));
    assertThat(host.order(3, stop(VM, 1, 10)).reports())
        .containsExactly(new Report.VmEnded(VM, 1, exited(1)));
  }

  @Test
  void shouldKeepTheNewestVmsThatAreOverAndDropTheRest() {
    CoreFixture small = CoreFixture.joined(new AgentLimits(2, 60_000_000, 10, 30_000_000));
    for (int i = 0; i < 4; i++) {
      small.order(i, start(VmId.parse("j0-cccc." + i), 1));
      small.deliver(small.ended(VmId.parse("j0-cccc." + i), 1, 0));
    }
    assertThat(small.core.runs()).extracting(r -> r.run().vm().index()).containsExactly(2, 3);
    small.now += 61_000_000;
    assertThat(small.handle(new AgentInput.Tick()).effects()).hasSize(2);
    assertThat(small.core.runs()).isEmpty();
  }

  @Test
  void shouldNeverDropAVmWhoseEndTheCellMayNotKnow() {
    CoreFixture small = CoreFixture.joined(new AgentLimits(0, 0, 10, 30_000_000));
    small.order(1, start(VM, 1));
    AgentStep over = small.ended(VM, 1, 0);
    small.now += 1_000_000_000;
    assertThat(small.handle(new AgentInput.Tick()).effects()).isEmpty();
    assertThat(small.deliver(over).effects()).contains(new AgentEffect.Forget(new VmRun(VM, 1)));
  }

  @Test
  void shouldRefuseAStartThatMayBeOlderThanWhatWasForgotten() {
    CoreFixture small = CoreFixture.joined(new AgentLimits(0, 0, 1, 30_000_000));
    small.order(50, kill(VM, 1));
    small.order(60, kill(OTHER, 1));
    AgentStep late = small.order(40, start(VM, 1));
    assertThat(late.effects()).isEmpty();
    assertThat(late.reports())
        .singleElement()
        .isInstanceOfSatisfying(
            Report.VmRefused.class, r -> assertThat(r.code()).isEqualTo("order-too-old"));
    assertThat(small.order(51, start(VM, 2)).effects()).hasSize(1);
  }

  private static String failureOf(AgentStep step) {
    assertThat(step.reports()).hasSize(1);
    return String.valueOf(((Report.VmEnded) step.reports().getFirst()).exit().failure());
  }
}
