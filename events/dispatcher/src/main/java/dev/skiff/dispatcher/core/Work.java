package dev.skiff.dispatcher.core;

import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.contracts.invocation.ReceiptEvent.Settled;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An invocation that is not over.
final class Work {
  /// Where it stands.
  enum Stage {
    /// It waits for its turn, for a VM, or for its next attempt.
    WAITING,
    /// A VM is at it.
    RUNNING,
    /// It failed for good, and its ordering key waits for somebody to decide.
    PARKED,
    /// Its end is being told to whoever must know first.
    DELIVERING
  }

  private final long offset;
  private final Invoke invoke;
  private final int bytes;
  private Stage stage = Stage.WAITING;
  private int attempts;
  private int forgiven;
  private long dueAt;
  private long parkedAt;
  private @Nullable ServingVm vm;
  private long dispatchedAt;
  private @Nullable Settled ending;
  private final Set<DispatchEffect.Destination> undelivered =
      EnumSet.noneOf(DispatchEffect.Destination.class);

  /// @param bytes of its record
  /// @param attempts that an earlier owner of the partition began
  /// @param dueAt when the next attempt is due, microseconds since the epoch
  Work(long offset, Invoke invoke, int bytes, int attempts, long dueAt) {
    this.offset = offset;
    this.invoke = invoke;
    this.bytes = bytes;
    this.attempts = attempts;
    this.dueAt = dueAt;
  }

  long offset() {
    return offset;
  }

  Invoke invoke() {
    return invoke;
  }

  int bytes() {
    return bytes;
  }

  Stage stage() {
    return stage;
  }

  /// Attempts that were begun.
  int attempts() {
    return attempts;
  }

  /// Those that count against the function's limit.
  int triesUsed() {
    return attempts - forgiven;
  }

  /// When it may be tried, microseconds since the epoch.
  long dueAt() {
    return dueAt;
  }

  long parkedAt() {
    return parkedAt;
  }

  long dispatchedAt() {
    return dispatchedAt;
  }

  /// The VM that is or was last at it.
  @Nullable ServingVm vm() {
    return vm;
  }

  @Nullable String orderingKey() {
    return invoke.orderingKey();
  }

  /// Somebody waits for the result, and has the failure if there is one.
  boolean isSync() {
    return invoke.trigger() == null && invoke.notAfter() != null;
  }

  boolean isLate(long now) {
    Long notAfter = invoke.notAfter();
    return notAfter != null && now > notAfter;
  }

  void begin(ServingVm chosen, long now) {
    require(Stage.WAITING);
    stage = Stage.RUNNING;
    attempts++;
    vm = chosen;
    dispatchedAt = now;
  }

  /// @param counts whether the attempt that ended was one
  void waitUntil(long at, boolean counts) {
    require(Stage.RUNNING);
    stage = Stage.WAITING;
    dueAt = at;
    attempts -= counts ? 0 : 1;
  }

  void park(long now) {
    stage = Stage.PARKED;
    parkedAt = now;
  }

  /// It gets as many attempts as at first. They are numbered on: agents carry out each number once.
  void resume() {
    require(Stage.PARKED);
    stage = Stage.WAITING;
    forgiven = attempts;
    dueAt = 0;
  }

  void end(Settled how, Set<DispatchEffect.Destination> toTell) {
    stage = Stage.DELIVERING;
    ending = how;
    undelivered.addAll(toTell);
  }

  /// How it ended; null before that.
  @Nullable Settled ending() {
    return ending;
  }

  /// @return whether that was the last
  boolean delivered(DispatchEffect.Destination destination) {
    undelivered.remove(destination);
    return stage == Stage.DELIVERING && undelivered.isEmpty();
  }

  private void require(Stage expected) {
    if (stage != expected) {
      throw new IllegalStateException(
          "invocation at %d is %s (expected: %s)".formatted(offset, stage, expected));
    }
  }
}
