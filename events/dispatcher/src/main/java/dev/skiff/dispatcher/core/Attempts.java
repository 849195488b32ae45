package dev.skiff.dispatcher.core;

import dev.skiff.contracts.VmId;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.invocation.ReceiptEvent;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Gives invocations to VMs, and decides what becomes of them when an attempt has ended.
final class Attempts {
  /// How long a VM that serves is waited for.
  private static final long READY_WAIT_MILLIS = 1_000;

  /// How long a VM may take to boot, besides what its command takes to listen.
  private static final long START_WAIT_MILLIS = 90_000;

  /// A VM that is at something which an earlier owner gave it is asked again after so long,
  /// microseconds.
  private static final long BUSY_PAUSE = 100_000;

  private final OpenWork open;
  private final RandomGenerator random;

  Attempts(OpenWork open, RandomGenerator random) {
    this.open = open;
    this.random = random;
  }

  /// Begins what can be begun with the VMs that there are.
  void begin(FunctionDesk desk, FunctionSpec spec, DispatchStep step) {
    long now = step.now();
    for (Work work = desk.queue().peek(now); work != null; work = desk.queue().peek(now)) {
      if (work.isLate(now)) {
        Work late = desk.queue().take();
        end(desk, late, Endings.dropped(late, "expired", desk.whyLate()), step);
        continue;
      }
      VmPool.Member member = desk.pool().choose(desk.version(), spec.concurrency());
      if (member == null) {
        return;
      }
      Work taken = desk.queue().take();
      desk.pool().begin(member);
      taken.begin(member.vm(), now);
      step.receipt(
          new ReceiptEvent.AttemptBegun(
              taken.offset(),
              desk.id(),
              member.vm().version(),
              taken.attempts(),
              member.vm().id(),
              member.vm().host(),
              now));
      step.effect(
          new DispatchEffect.Attempt(
              taken.offset(),
              taken.attempts(),
              taken.invoke(),
              member.vm(),
              spec.timeoutMillis(),
              member.isReady()
                  ? READY_WAIT_MILLIS
                  : START_WAIT_MILLIS + spec.readySeconds() * 1_000L));
    }
  }

  void ended(FunctionDesk desk, Work work, DispatchInput.Ended ended, DispatchStep step) {
    ServingVm vm = work.vm();
    if (vm == null || work.stage() != Work.Stage.RUNNING || work.attempts() != ended.attempt()) {
      return;
    }
    desk.pool().end(vm.id(), step.now());
    switch (ended.result()) {
      case AttemptResult.Ran ran -> {
        desk.pool().ready(vm.id());
        desk.startSucceeded();
        AttemptResult.Failure failure = ran.failure();
        if (failure == null) {
          end(desk, work, Endings.succeeded(work, vm, ran), step);
        } else {
          if (failure.tainted()) {
            discard(desk, vm.id(), step);
          }
          failed(desk, work, failure, ran, step);
        }
      }
      case AttemptResult.Unknown(AttemptResult.Failure why) -> {
        discard(desk, vm.id(), step);
        failed(desk, work, why, null, step);
      }
      case AttemptResult.NotRun notRun -> notRun(desk, work, vm, notRun, step);
    }
  }

  private void notRun(
      FunctionDesk desk, Work work, ServingVm vm, AttemptResult.NotRun how, DispatchStep step) {
    switch (how.obstacle()) {
      case STALE -> step.effect(new DispatchEffect.StepDown(how.why().detail()));
      case BUSY -> again(desk, work, step.now() + BUSY_PAUSE);
      case REPEATED -> failed(desk, work, how.why(), null, step);
      case VM_GONE, NOT_READY -> {
        VmPool.Member member = desk.pool().member(vm.id());
        boolean served = member == null || member.isReady();
        discard(desk, vm.id(), step);
        if (served) {
          again(desk, work, 0);
        } else {
          desk.startFailed(how.why().detail(), step.now());
          failed(desk, work, how.why(), null, step);
        }
      }
    }
  }

  /// The attempt was none.
  private static void again(FunctionDesk desk, Work work, long at) {
    work.waitUntil(at, false);
    desk.queue().enqueue(work);
  }

  private static void discard(FunctionDesk desk, VmId vm, DispatchStep step) {
    if (desk.pool().remove(vm) != null) {
      step.effect(new DispatchEffect.Stop(vm, true));
    }
  }

  private void failed(
      FunctionDesk desk,
      Work work,
      AttemptResult.Failure why,
      AttemptResult.@Nullable Ran ran,
      DispatchStep step) {
    FunctionSpec spec = desk.spec();
    int most = spec == null ? 1 : spec.retries().maxAttempts();
    if (spec != null && work.triesUsed() < most && !work.isLate(step.now())) {
      long next = step.now() + Pauses.after(work.triesUsed(), spec.retries(), random);
      step.receipt(
          new ReceiptEvent.AttemptFailed(
              work.offset(), desk.id(), work.attempts(), why.code(), why.detail(), next));
      work.waitUntil(next, true);
      desk.queue().enqueue(work);
      return;
    }
    String key = work.orderingKey();
    if (key != null && !work.isSync() && spec != null) {
      step.receipt(
          new ReceiptEvent.KeyParked(
              work.offset(),
              desk.id(),
              key,
              work.attempts(),
              why.code(),
              why.detail(),
              step.now()));
      work.park(step.now());
      return;
    }
    end(desk, work, Endings.failed(work, why, ran), step);
  }

  private void end(FunctionDesk desk, Work work, ReceiptEvent.Settled how, DispatchStep step) {
    FunctionSpec spec = desk.spec();
    Set<DispatchEffect.Destination> toTell =
        spec == null ? Set.of() : Endings.destinations(work, how);
    work.end(how, toTell);
    if (spec == null || toTell.isEmpty()) {
      settle(desk, work, step);
      return;
    }
    for (DispatchEffect.Destination destination : toTell) {
      step.effect(new DispatchEffect.Deliver(destination, work.invoke(), how, spec));
    }
  }

  void settle(FunctionDesk desk, Work work, DispatchStep step) {
    ReceiptEvent.Settled how = work.ending();
    if (how == null) {
      throw new IllegalStateException("invocation at " + work.offset() + " has no end");
    }
    step.receipt(how);
    open.remove(work);
    desk.queue().over(work);
  }
}
