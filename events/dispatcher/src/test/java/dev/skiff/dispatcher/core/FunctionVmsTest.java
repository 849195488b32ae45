package dev.skiff.dispatcher.core;

import static dev.skiff.dispatcher.core.TestPartition.ECHO;
import static dev.skiff.dispatcher.core.TestPartition.SECOND;
import static dev.skiff.dispatcher.core.TestPartition.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.function.Retries;
import dev.skiff.contracts.function.Scale;
import dev.skiff.contracts.invocation.ReceiptEvent;
import dev.skiff.dispatcher.core.AttemptResult.Failure;
import dev.skiff.dispatcher.core.AttemptResult.NotRun;
import dev.skiff.dispatcher.core.AttemptResult.Obstacle;
import dev.skiff.dispatcher.core.DispatchEffect.Ask;
import dev.skiff.dispatcher.core.DispatchEffect.Attempt;
import dev.skiff.dispatcher.core.DispatchEffect.Stop;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which VMs a function has, and which of them is given what.
class FunctionVmsTest {
  private final TestPartition partition = new TestPartition();

  @Test
  void shouldUseAWarmVmAgainAndLetItGoWhenItIsIdle() {
    partition.deploy(spec(10), 1);
    partition.invoke();
    ServingVm vm = partition.grant(true).getFirst();
    partition.succeed(partition.last(Attempt.class));
    partition.invoke();
    assertThat(partition.last(Attempt.class).vm()).isEqualTo(vm);
    partition.succeed(partition.last(Attempt.class));
    assertThat(partition.all(Ask.class)).hasSize(1);

    partition.pass(59 * SECOND);
    assertThat(partition.all(Stop.class)).isEmpty();
    partition.pass(2 * SECOND);

    assertThat(partition.all(Stop.class)).containsExactly(new Stop(vm.id(), false));
  }

  @Test
  void shouldAskForABurstAtOnceAndNeverForMoreThanItsMaximum() {
    partition.deploy(spec(new Scale(0, 6, 0, 60_000), 2, new Retries(1, 10, 10)), 1);
    for (int i = 0; i < 100; i++) {
      partition.invoke();
    }
    assertThat(partition.all(Ask.class).stream().mapToInt(Ask::vms).sum()).isEqualTo(6);
    for (Ask ask : partition.all(Ask.class)) {
      for (int i = 0; i < ask.vms(); i++) {
        partition.take(new DispatchInput.Granted(ask.ask(), ECHO, partition.vm(1, true)));
      }
    }

    assertThat(partition.all(Attempt.class)).as("two at a time each").hasSize(12);
  }

  @Test
  void shouldMoveOverWhenTheNewVersionServes() {
    partition.deploy(spec(10), 1);
    partition.invoke();
    ServingVm old = partition.grant(true).getFirst();
    partition.deploy(spec(10), 2);
    partition.succeed(partition.last(Attempt.class));
    partition.invoke();
    assertThat(partition.last(Attempt.class).vm()).as("nobody waits").isEqualTo(old);
    assertThat(partition.last(Ask.class).version()).isEqualTo(2);
    ServingVm fresh = partition.grant(false).getFirst();
    partition.take(new DispatchInput.Ready(ECHO, fresh.id()));
    assertThat(partition.all(Stop.class)).as("it is at work").isEmpty();

    partition.succeed(partition.last(Attempt.class));

    assertThat(partition.all(Stop.class)).containsExactly(new Stop(old.id(), false));
    partition.invoke();
    assertThat(partition.last(Attempt.class).vm()).isEqualTo(fresh);
  }

  @Test
  void shouldBackOffFromAFunctionWhoseVmsDoNotComeUp() {
    partition.deploy(spec(10), 1);
    partition.invoke();
    ServingVm vm = partition.grant(false).getFirst();
    Attempt attempt = partition.last(Attempt.class);
    partition.take(
        new DispatchInput.Ended(
            attempt.offset(),
            attempt.attempt(),
            new NotRun(Obstacle.NOT_READY, new Failure("not-ready", "it never listened", false))));
    assertThat(partition.all(Stop.class)).containsExactly(new Stop(vm.id(), true));
    assertThat(partition.told(ReceiptEvent.AttemptFailed.class)).hasSize(1);
    assertThat(partition.all(Ask.class)).as("not at once").hasSize(1);

    partition.pass(2 * SECOND);

    assertThat(partition.all(Ask.class)).hasSize(2);
  }

  @Test
  void shouldNotAskAtOnceForTheOthersThatWait() {
    partition.deploy(spec(1), 1);
    partition.invoke();
    partition.invoke();
    partition.grant(false);
    Attempt attempt = partition.last(Attempt.class);
    partition.take(
        new DispatchInput.Ended(
            attempt.offset(),
            attempt.attempt(),
            new NotRun(Obstacle.NOT_READY, new Failure("not-ready", "it never listened", false))));
    partition.pass(SECOND / 2);
    assertThat(partition.all(Ask.class)).as("a second waits, and has to").hasSize(1);

    partition.pass(SECOND);

    assertThat(partition.all(Ask.class)).hasSize(2);
  }

  @Test
  void shouldKeepItsMinimumWithoutAnythingToDo() {
    partition.deploy(spec(new Scale(2, 5, 0, 1_000), 1, new Retries(1, 10, 10)), 1);
    assertThat(partition.last(Ask.class).vms()).isEqualTo(2);
    partition.grant(true);

    partition.pass(10 * SECOND);

    assertThat(partition.all(Stop.class)).isEmpty();
  }

  @Test
  void shouldHaveIdleVmsToSpareWhileThereIsTraffic() {
    partition.deploy(spec(new Scale(0, 5, 2, 60_000), 1, new Retries(1, 10, 10)), 1);
    assertThat(partition.all(Ask.class)).as("no traffic yet").isEmpty();

    partition.invoke();

    assertThat(partition.last(Ask.class).vms()).isEqualTo(3);
  }

  @Test
  void shouldLetTheOneGoThatWasIdleForLongest() {
    partition.deploy(spec(2), 1);
    partition.invoke();
    partition.invoke();
    for (Ask ask : partition.all(Ask.class)) {
      for (int i = 0; i < ask.vms(); i++) {
        partition.take(new DispatchInput.Granted(ask.ask(), ECHO, partition.vm(1, true)));
      }
    }
    Attempt early = partition.all(Attempt.class).getFirst();
    Attempt late = partition.all(Attempt.class).getLast();
    partition.succeed(early);
    partition.pass(SECOND);
    partition.succeed(late);

    partition.invoke();
    assertThat(partition.last(Attempt.class).vm()).as("busy last").isEqualTo(late.vm());
    partition.pass(60 * SECOND);

    assertThat(partition.all(Stop.class)).containsExactly(new Stop(early.vm().id(), false));
  }

  @Test
  void shouldAskForNothingThatAnotherOwnerLeft() {
    partition.take(new DispatchInput.Found(ECHO, List.of(partition.vm(1, true))));

    partition.deploy(spec(new Scale(1, 5, 0, 60_000), 1, new Retries(1, 10, 10)), 1);

    assertThat(partition.all(Ask.class)).isEmpty();
  }

  @Test
  void shouldTryElsewhereWithoutCountingWhenAWarmVmIsGone() {
    partition.deploy(spec(10), 1);
    partition.invoke();
    partition.grant(true);
    Attempt attempt = partition.last(Attempt.class);
    partition.take(
        new DispatchInput.Ended(
            attempt.offset(),
            attempt.attempt(),
            new NotRun(Obstacle.VM_GONE, new Failure("vm-over", "it ended", false))));

    assertThat(partition.all(Ask.class)).hasSize(2);
    partition.grant(true);
    assertThat(partition.last(Attempt.class).attempt()).isEqualTo(1);
  }

  @Test
  void shouldAskABusyVmAgainAfterAPauseAndWithoutCounting() {
    partition.deploy(spec(1), 1);
    partition.invoke();
    partition.grant(true);
    Attempt attempt = partition.last(Attempt.class);
    partition.take(
        new DispatchInput.Ended(
            attempt.offset(),
            attempt.attempt(),
            new NotRun(Obstacle.BUSY, new Failure("slots-busy", "it is at another one", false))));
    assertThat(partition.all(Attempt.class)).as("not at once").hasSize(1);

    partition.pass(SECOND / 10);

    assertThat(partition.all(Attempt.class)).extracting(Attempt::attempt).containsExactly(1, 1);
  }

  @Test
  void shouldKillAVmThatMayStillBeAtIt() {
    partition.deploy(spec(10), 1);
    partition.invoke();
    ServingVm vm = partition.grant(true).getFirst();
    Attempt attempt = partition.last(Attempt.class);
    partition.take(
        new DispatchInput.Ended(
            attempt.offset(),
            attempt.attempt(),
            partition.ran(new Failure("timed-out", "it took longer than 10 s", true))));

    assertThat(partition.all(Stop.class)).containsExactly(new Stop(vm.id(), true));
  }
}
