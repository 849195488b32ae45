package dev.skiff.core.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.InputRef;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.LogRecord.Claim;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.VmHold;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellWorkerTest extends TwoSchedulers {
  @Test
  void shouldClaimAnEmptyLogAndWorkItsInputs() {
    own(a);
    a.inputs.waiting.add(joined(0));
    a.inputs.waiting.add(submit(0, "j0-aaaa"));
    a.step(now);

    Transition last = (Transition) log.records.getLast();
    assertThat(last.inputs())
        .containsExactly(
            new InputRef.Reports(0, 0), new InputRef.Requests(0, 0), new InputRef.Place());
    assertThat(last.requestsNext()).isEqualTo(1);
    assertThat(last.events())
        .contains(new CellEvent.Outcome(0, OutcomeCode.DONE, new JobId("j0-aaaa"), ""));
    assertThat(a.outputs.committed).containsExactly((long) log.records.size() - 1);
    assertThat(a.outputs.orders.getLast().orders()).first().isInstanceOf(Order.Start.class);
  }

  @Test
  void shouldTellNobodyBeforeItsTransitionIsRead() {
    own(a);
    a.inputs.waiting.add(joined(0));
    a.inputs.waiting.add(submit(0, "j0-aaaa"));

    a.cycle(now);

    assertThat(a.log.hasWaiting()).isTrue();
    assertThat(a.outputs.committed).isEmpty();
    assertThat(a.outputs.orders).isEmpty();
  }

  @Test
  void shouldThrowAwayWhatItDoesNotKnowTheFateOfAndTakeItFromTheLogIfItLanded() {
    own(a);
    a.inputs.waiting.add(submit(0, "j0-aaaa"));
    a.cycle(now);
    a.log.fail();
    a.cycle(now);

    assertThat(a.worker.role()).isNotEqualTo(Role.OWNING);
    assertThat(a.outputs.steppedDown).contains("uncertain");
    assertThat(a.outputs.committed).isEmpty();

    a.log.land();
    now += 2 * SECOND;
    own(a);
    assertThat(a.worker.state().job(new JobId("j0-aaaa"))).isNotNull();
    assertThat(a.inputs.requestsFrom).as("the request is not handled twice").isEqualTo(1);
  }

  @Test
  void shouldFoldNothingOntoTheStateThatItThrowsAway() {
    own(a);
    a.inputs.waiting.add(submit(0, "j0-aaaa"));
    a.cycle(now);
    // It landed, and nobody said so: both are met in the same duty cycle.
    a.log.land();
    a.log.fail();
    a.cycle(now);
    assertThat(a.worker.role()).isNotEqualTo(Role.OWNING);

    now += 2 * SECOND;
    own(a);
    assertThat(a.worker.state().jobs()).hasSize(1);
  }

  @Test
  void shouldBeginWithASmallBiteOfWhatHasWaited() {
    for (int i = 0; i < 1_000; i++) {
      a.inputs.waiting.add(submit(i, "j0-aa" + (1_000 + i)));
    }
    own(a);

    List<Integer> bites = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      a.step(now);
    }
    for (LogRecord record : log.records) {
      if (record instanceof Transition transition && !transition.events().isEmpty()) {
        bites.add(transition.events().size());
      }
    }
    assertThat(bites.getFirst()).isBetween(100, 150);
    assertThat(bites.get(1)).isBetween(200, 250);
    assertThat(a.worker.state().jobs()).hasSize(1_000);
  }

  @Test
  void shouldPlaceHoweverMuchThereIsToTakeIn() {
    a.inputs.waiting.add(joined(0));
    for (int i = 0; i < 2_000; i++) {
      a.inputs.waiting.add(submit(i, "j0-aa" + (1_000 + i)));
    }
    own(a);
    for (int i = 0; i < 5; i++) {
      a.step(now);
    }

    for (LogRecord record : log.records) {
      if (record instanceof Transition transition && !transition.events().isEmpty()) {
        assertThat(transition.inputs()).contains(new InputRef.Place());
      }
    }
    assertThat(a.inputs.peek()).as("there is more").isNotEmpty();
  }

  @Test
  void shouldKeepAliveWhenIdle() {
    own(a);
    int before = log.records.size();
    for (int i = 0; i < 10; i++) {
      now += SECOND / 10;
      a.step(now);
    }

    assertThat(log.records.size() - before).isEqualTo(5);
    assertThat(((Transition) log.records.getLast()).events()).isEmpty();
  }

  @Test
  void shouldRejectAnUnreadableRequestAndGoOn() {
    own(a);
    a.inputs.waiting.add(new CellInputs.Input.Unreadable("requests", 0, "is no JSON", false));
    a.inputs.waiting.add(submit(1, "j0-aaaa"));
    a.step(now);

    Transition last = (Transition) log.records.getLast();
    assertThat(last.requestsNext()).isEqualTo(2);
    assertThat(last.events())
        .contains(
            new CellEvent.InputRejected("requests", 0, "is no JSON"),
            new CellEvent.Outcome(0, OutcomeCode.REJECTED, null, "is no JSON"),
            new CellEvent.Outcome(1, OutcomeCode.DONE, new JobId("j0-aaaa"), ""));
  }

  @Test
  void shouldStopOwningWhenItIsTooOldForAnInput() {
    own(a);
    a.inputs.waiting.add(new CellInputs.Input.TooNew("requests", 0, "clone-vm/1"));
    a.step(now);
    now += 60 * SECOND;
    a.step(now);

    assertThat(a.worker.role()).isEqualTo(Role.TOO_OLD);
    assertThat(a.worker.reason()).contains("clone-vm/1");
  }

  @Test
  void shouldPassOverALogRecordOfAnotherVersionThatMayBeSkipped() {
    own(a);
    b.preferred = false;
    log.addForeign("~note/1");
    a.topics().submit("j0-aaaa", MemoryTopics.ONE, now, Long.MAX_VALUE);
    a.step(now);
    a.step(now);
    b.step(now);

    assertThat(a.worker.role()).isEqualTo(Role.OWNING);
    for (Node node : List.of(a, b)) {
      assertThat(node.worker.state().jobs()).hasSize(1);
      assertThat(node.worker.position().next()).isEqualTo(log.records.size());
    }
  }

  @Test
  void shouldStopAtALogRecordThatItMustUnderstandAndDoesNot() {
    own(a);
    b.preferred = false;
    b.step(now);
    log.addForeign("transition/2");
    for (int i = 0; i < 100; i++) {
      now += SECOND / 10;
      a.step(now);
      b.step(now);
    }

    for (Node node : List.of(a, b)) {
      assertThat(node.worker.role()).isEqualTo(Role.TOO_OLD);
      assertThat(node.worker.reason()).contains("too old", "transition/2");
    }
    assertThat(a.outputs.steppedDown).contains("transition/2");
    assertThat(log.records.stream().filter(Claim.class::isInstance))
        .as("claims: the first one, and what stands for the foreign record")
        .hasSize(2);
  }

  @Test
  void shouldStartFromACheckpointAndTheTail() {
    own(a);
    a.inputs.waiting.add(joined(0));
    a.inputs.waiting.add(submit(0, "j0-aaaa"));
    a.step(now);
    now += 61 * SECOND;
    a.step(now);
    long checkpointed = a.stored.position().next();
    a.inputs.waiting.add(submit(1, "j0-bbbb"));
    a.step(now);
    assertThat(checkpointed).isPositive();

    Node late = new Node("late", log);
    late.preferred = false;
    late.stored = a.stored;
    late.cycle(now);
    late.cycle(now);

    assertThat(late.worker.state().toChunks()).isEqualTo(a.worker.state().toChunks());
    assertThat(late.worker.position()).isEqualTo(a.worker.position());
  }

  /// Otherwise owners that live for less than a minute each would leave a log that only grows.
  @Test
  void shouldWriteACheckpointSoonAfterItTookTheCell() {
    own(a);
    long taken = a.worker.position().claim();
    now += 2 * SECOND;
    a.step(now);
    assertThat(a.stored.position().claim()).as("not at once").isNotEqualTo(taken);

    now += 4 * SECOND;
    a.step(now);

    assertThat(a.stored.position().claim()).isEqualTo(taken);
  }

  @Test
  void shouldAnswerARequestThatComesTooLateByItsOwnClock() {
    own(a);
    // The log is two hours ahead: an earlier owner's clock was.
    long right = now;
    now += 7_200 * SECOND;
    a.step(now);
    now = right;
    a.topics().submit("j0-aaaa", MemoryTopics.ONE, now, now + SECOND);
    a.topics().submit("j0-bbbb", MemoryTopics.ONE, now - 2 * SECOND, now - SECOND);
    a.step(now);

    Transition last = (Transition) log.records.getLast();
    assertThat(last.inputs())
        .contains(new InputRef.Requests(0, 0), new InputRef.LateRequests(1, 1));
    assertThat(last.events().stream().filter(CellEvent.Outcome.class::isInstance))
        .extracting(event -> ((CellEvent.Outcome) event).code())
        .containsExactly(OutcomeCode.DONE, OutcomeCode.EXPIRED);
  }

  @Test
  void shouldLetTimeGoOnSlowlyWhenItsClockIsSetBack() {
    own(a);
    now += 7_200 * SECOND;
    a.step(now);
    long ahead = ((Transition) log.records.getLast()).at();
    now -= 7_200 * SECOND;
    for (int i = 0; i < 100; i++) {
      now += SECOND / 10;
      a.step(now);
    }

    Transition last = (Transition) log.records.getLast();
    assertThat(last.at() - ahead).isBetween(4 * SECOND, 5 * SECOND);
    assertThat(a.worker.role()).as("and keeps its cell alive").isEqualTo(Role.OWNING);
  }

  @Test
  void shouldRejectWhatBreaksTheStateAndGoOn() {
    own(a);
    a.inputs.waiting.add(joined(0));
    a.step(now);
    RunningVm absurd =
        new RunningVm(
            VmId.parse("j0-gone.0"), 1, new Resources(Long.MAX_VALUE, 1, 1, 1), VmHold.NONE);
    a.topics()
        .report(
            "h1",
            1,
            now,
            new Report.VmEnded(VmId.parse("j0-gone.1"), 1, ExitStatus.failed("x", "y", 0)));
    a.topics()
        .report(
            "h2",
            1,
            now,
            new Report.Joined(
                "j", MemoryTopics.facts(), List.of(absurd, other(absurd)), List.of()));
    for (int i = 0; i < 60; i++) {
      a.step(now);
      now += SECOND / 10;
    }

    assertThat(a.worker.role()).isEqualTo(Role.OWNING);
    assertThat(a.worker.position().reportsNext()).isEqualTo(2);
    assertThat(events()).anyMatch(CellEvent.InputRejected.class::isInstance);
  }

  private static RunningVm other(RunningVm vm) {
    return new RunningVm(VmId.parse("j0-gone.5"), 1, vm.resources(), VmHold.NONE);
  }

  private List<CellEvent> events() {
    return log.records.stream()
        .filter(Transition.class::isInstance)
        .flatMap(record -> ((Transition) record).events().stream())
        .toList();
  }
}
