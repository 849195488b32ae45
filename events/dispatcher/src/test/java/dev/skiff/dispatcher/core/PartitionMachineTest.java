package dev.skiff.dispatcher.core;

import static dev.skiff.dispatcher.core.TestPartition.ECHO;
import static dev.skiff.dispatcher.core.TestPartition.SECOND;
import static dev.skiff.dispatcher.core.TestPartition.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.function.Retries;
import dev.skiff.contracts.function.Scale;
import dev.skiff.contracts.invocation.InvocationRecord.ResumeKey;
import dev.skiff.contracts.invocation.Outcome;
import dev.skiff.contracts.invocation.ReceiptEvent;
import dev.skiff.dispatcher.core.DispatchEffect.Ask;
import dev.skiff.dispatcher.core.DispatchEffect.Attempt;
import dev.skiff.dispatcher.core.DispatchEffect.Deliver;
import dev.skiff.dispatcher.core.DispatchEffect.Destination;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What becomes of invocations.
class PartitionMachineTest {
  private final TestPartition partition = new TestPartition();

  @Test
  void shouldAskForAVmAndHandItTheEvent() {
    partition.deploy(spec(10), 7);
    long offset = partition.invoke();
    assertThat(partition.last(Ask.class).vms()).isEqualTo(1);

    ServingVm vm = partition.grant(false).getFirst();
    Attempt attempt = partition.last(Attempt.class);
    assertThat(attempt.vm()).isEqualTo(vm);
    assertThat(attempt.waitMillis()).isGreaterThan(30_000);
    partition.succeed(attempt);

    ReceiptEvent.Settled settled = partition.told(ReceiptEvent.Settled.class).getFirst();
    assertThat(settled.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(settled.offset()).isEqualTo(offset);
    assertThat(settled.version()).isEqualTo(7);
    assertThat(partition.machine.settledBelow()).isEqualTo(offset + 1);
  }

  @Test
  void shouldTryAgainWithPausesAndThenTellTheDeadLetters() {
    partition.deploy(spec(10), 1);
    long offset = partition.invoke();
    partition.grant(true);
    partition.fail(partition.last(Attempt.class), "exit-nonzero");
    partition.pass(SECOND / 2);
    assertThat(partition.all(Attempt.class)).as("it waits a second, more or less").hasSize(1);
    partition.pass(SECOND);
    partition.fail(partition.last(Attempt.class), "exit-nonzero");
    partition.pass(3 * SECOND);
    partition.fail(partition.last(Attempt.class), "exit-nonzero");

    assertThat(partition.all(Attempt.class)).extracting(Attempt::attempt).containsExactly(1, 2, 3);
    assertThat(partition.last(Deliver.class).destination()).isEqualTo(Destination.DEAD_LETTERS);
    assertThat(partition.told(ReceiptEvent.Settled.class)).as("not before it is there").isEmpty();
    partition.take(new DispatchInput.Delivered(offset, Destination.DEAD_LETTERS));
    assertThat(partition.told(ReceiptEvent.Settled.class))
        .singleElement()
        .satisfies(settled -> {
          assertThat(settled.outcome()).isEqualTo(Outcome.FAILED);
          assertThat(settled.attempts()).isEqualTo(3);
          assertThat(settled.code()).isEqualTo("exit-nonzero");
        });
  }

  @Test
  void shouldLeaveAFailureToWhoeverWaitsForIt() {
    partition.deploy(spec(new Scale(0, 1, 0, 60_000), 1, new Retries(1, 10, 10)), 1);
    partition.invoke(null, null, partition.now + 10 * SECOND);
    partition.grant(true);
    partition.fail(partition.last(Attempt.class), "exit-nonzero");

    assertThat(partition.all(Deliver.class)).isEmpty();
    assertThat(partition.told(ReceiptEvent.Settled.class)).hasSize(1);
  }

  @Test
  void shouldNotBeginWhatCameTooLate() {
    partition.deploy(spec(1), 1);
    partition.invoke(null, null, partition.now + SECOND);
    partition.pass(2 * SECOND);
    partition.grant(true);

    assertThat(partition.all(Attempt.class)).isEmpty();
    assertThat(partition.told(ReceiptEvent.Settled.class))
        .singleElement()
        .satisfies(settled -> assertThat(settled.code()).isEqualTo("expired"));
  }

  @Test
  void shouldRunThoseOfOneKeyOneAfterTheOther() {
    partition.deploy(spec(10), 1);
    long first = partition.invoke("k", "orders", null);
    long second = partition.invoke("k", "orders", null);
    long other = partition.invoke("l", "orders", null);
    for (Ask ask : partition.all(Ask.class)) {
      for (int i = 0; i < ask.vms(); i++) {
        partition.take(new DispatchInput.Granted(ask.ask(), ECHO, partition.vm(1, true)));
      }
    }
    assertThat(partition.all(Attempt.class))
        .extracting(Attempt::offset)
        .containsExactlyInAnyOrder(first, other);

    partition.all(Attempt.class).stream()
        .filter(attempt -> attempt.offset() == first)
        .toList()
        .forEach(partition::succeed);

    assertThat(partition.last(Attempt.class).offset()).isEqualTo(second);
  }

  @Test
  void shouldParkAPoisonousKeyAndNothingElse() {
    partition.deploy(spec(new Scale(0, 1, 0, 60_000), 1, new Retries(1, 10, 10)), 1);
    long poison = partition.invoke("k", "orders", null);
    partition.grant(true);
    partition.fail(partition.last(Attempt.class), "exit-nonzero");
    long behind = partition.invoke("k", "orders", null);
    long other = partition.invoke("l", "orders", null);
    assertThat(partition.told(ReceiptEvent.KeyParked.class)).hasSize(1);
    assertThat(partition.last(Attempt.class).offset()).isEqualTo(other);
    partition.succeed(partition.last(Attempt.class));
    assertThat(partition.machine.settledBelow()).isEqualTo(poison);

    partition.take(new DispatchInput.Read(3, new ResumeKey(ECHO, "k", true, partition.now), 50));

    assertThat(partition.last(Attempt.class).offset()).isEqualTo(behind);
    assertThat(partition.told(ReceiptEvent.Settled.class))
        .extracting(ReceiptEvent.Settled::code)
        .containsExactly("", "skipped");
  }

  @Test
  void shouldTryAParkedKeyAnewWhenItIsResumed() {
    partition.deploy(spec(new Scale(0, 1, 0, 60_000), 1, new Retries(1, 10, 10)), 1);
    long poison = partition.invoke("k", "orders", null);
    partition.grant(true);
    partition.fail(partition.last(Attempt.class), "exit-nonzero");

    partition.take(new DispatchInput.Read(1, new ResumeKey(ECHO, "k", false, partition.now), 50));
    assertThat(partition.last(Attempt.class).offset()).isEqualTo(poison);
    assertThat(partition.last(Attempt.class).attempt())
        .as("agents carry out each number once")
        .isEqualTo(2);
    partition.succeed(partition.last(Attempt.class));

    assertThat(partition.told(ReceiptEvent.Settled.class)).hasSize(1);
    assertThat(partition.machine.settledBelow()).isEqualTo(2);
  }

  @Test
  void shouldNumberAttemptsOnWhenAnotherOwnerTriesAResumedKey() {
    partition.deploy(spec(new Scale(0, 1, 0, 60_000), 1, new Retries(1, 10, 10)), 1);
    long poison = partition.invoke("k", "orders", null);
    partition.grant(true);
    partition.fail(partition.last(Attempt.class), "exit-nonzero");
    partition.receipts.add(new ReceiptEvent.KeyResumed(1, ECHO, "k", poison, false));

    TestPartition next = partition.takenOver();
    next.deploy(spec(new Scale(0, 1, 0, 60_000), 1, new Retries(1, 10, 10)), 1);
    next.grant(true);

    assertThat(next.last(Attempt.class).offset()).isEqualTo(poison);
    assertThat(next.last(Attempt.class).attempt()).isEqualTo(2);
  }

  /// Invocations that are older were deleted, whether they were carried out or not.
  @Test
  void shouldBeginWithTheOldestInvocationThatThereIs() {
    PartitionMachine machine =
        new PartitionMachine(new PartitionHistory(), 4_711, new SplittableRandom(1));

    assertThat(machine.settledBelow()).isEqualTo(4_711);
  }

  @Test
  void shouldTakeAnEventThatIsHandedOverTwiceOnce() {
    partition.deploy(spec(5), 1);
    long first = partition.invokeFor("topic/0/7");
    long second = partition.invokeFor("topic/0/7");
    partition.grant(true);

    assertThat(partition.all(Attempt.class)).extracting(Attempt::offset).containsExactly(first);
    assertThat(partition.told(ReceiptEvent.Settled.class))
        .singleElement()
        .satisfies(settled -> {
          assertThat(settled.offset()).isEqualTo(second);
          assertThat(settled.code()).isEqualTo("repeated");
        });
  }

  @Test
  void shouldGoOnWhereTheLastOwnerWas() {
    partition.deploy(spec(new Scale(0, 1, 0, 60_000), 1, new Retries(3, 1_000, 60_000)), 1);
    partition.invoke();
    partition.grant(true);
    partition.succeed(partition.last(Attempt.class));
    long second = partition.invoke();
    long third = partition.invoke();
    assertThat(partition.last(Attempt.class).offset()).isEqualTo(second);

    TestPartition next = partition.takenOver();
    next.deploy(spec(new Scale(0, 1, 0, 60_000), 1, new Retries(3, 1_000, 60_000)), 1);
    next.grant(true);

    assertThat(next.last(Attempt.class).offset()).isEqualTo(second);
    assertThat(next.last(Attempt.class).attempt()).as("the first one was begun").isEqualTo(2);
    next.succeed(next.last(Attempt.class));
    next.succeed(next.last(Attempt.class));
    assertThat(next.told(ReceiptEvent.Settled.class))
        .extracting(ReceiptEvent.Settled::offset)
        .containsExactly(second, third);
  }

  @Test
  void shouldRestateWhatIsNotOver() {
    partition.deploy(spec(new Scale(0, 2, 0, 60_000), 1, new Retries(1, 10, 10)), 1);
    partition.invoke("k", "orders", null);
    partition.grant(true);
    partition.fail(partition.last(Attempt.class), "exit-nonzero");
    partition.invoke();
    partition.succeed(partition.last(Attempt.class));

    assertThat(partition.history().restated())
        .containsExactly(
            new ReceiptEvent.SettledBefore(1, 1),
            partition.told(ReceiptEvent.KeyParked.class).getFirst());
  }

  @Test
  void shouldDropWhatAFunctionThatIsGoneWasToDo() {
    partition.deploy(spec(1), 1);
    partition.invoke();
    partition.take(new DispatchInput.Removed(ECHO));

    assertThat(partition.told(ReceiptEvent.Settled.class))
        .singleElement()
        .satisfies(settled -> assertThat(settled.code()).isEqualTo("no-such-function"));
  }

  @Test
  void shouldWaitAMomentForAFunctionThatItDoesNotKnowYet() {
    partition.invoke();
    partition.pass(SECOND);
    assertThat(partition.told(ReceiptEvent.Settled.class)).isEmpty();
    partition.pass(5 * SECOND);
    assertThat(partition.told(ReceiptEvent.Settled.class)).hasSize(1);
  }
}
