package dev.skiff.dispatcher.core;

import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.contracts.invocation.Outcome;
import dev.skiff.contracts.invocation.ReceiptEvent.Settled;
import dev.skiff.contracts.invocation.Timings;
import dev.skiff.dispatcher.core.DispatchEffect.Destination;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How invocations end, and who is told.
final class Endings {
  private static final long NO_VERSION = -1;

  private Endings() {}

  static Settled succeeded(Work work, ServingVm vm, AttemptResult.Ran ran) {
    return of(work, vm, Outcome.SUCCEEDED, ran, "", "");
  }

  /// @param ran what came of the last attempt; null when it did not get so far
  static Settled failed(Work work, AttemptResult.Failure why, AttemptResult.@Nullable Ran ran) {
    return of(work, work.vm(), Outcome.FAILED, ran, why.code(), why.detail());
  }

  static Settled dropped(Work work, String code, String detail) {
    return of(work, work.vm(), Outcome.DROPPED, null, code, detail);
  }

  private static Settled of(
      Work work,
      @Nullable ServingVm vm,
      Outcome outcome,
      AttemptResult.@Nullable Ran ran,
      String code,
      String detail) {
    return new Settled(
        work.offset(),
        work.invoke().function(),
        vm == null ? NO_VERSION : vm.version(),
        outcome,
        work.attempts(),
        ran == null ? null : ran.start(),
        vm == null ? null : vm.id(),
        vm == null ? null : vm.host(),
        new Timings(
            work.invoke().at(),
            work.dispatchedAt(),
            vm == null ? 0 : vm.placedAt(),
            ran == null ? 0 : ran.ready(),
            ran == null ? 0 : ran.began(),
            ran == null ? 0 : ran.ended()),
        ran == null ? null : ran.status(),
        ran == null ? null : ran.contentType(),
        ran == null ? null : ran.output(),
        code,
        detail);
  }

  /// A failure goes to the dead letters unless somebody waited for it; so does what came too late.
  static Set<Destination> destinations(Work work, Settled how) {
    Invoke invoke = work.invoke();
    Set<Destination> destinations = EnumSet.noneOf(Destination.class);
    if (how.outcome() != Outcome.SUCCEEDED && !work.isSync()) {
      destinations.add(Destination.DEAD_LETTERS);
    }
    if (invoke.replyTopic() != null) {
      destinations.add(Destination.REPLY_TOPIC);
    }
    if (invoke.callback() != null) {
      destinations.add(Destination.CALLBACK);
    }
    return destinations;
  }
}
