package dev.skiff.contracts.invocation;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.wire.WireRecord;
import org.jspecify.annotations.Nullable;

/// Something that happened to an invocation.
public sealed interface ReceiptEvent extends WireRecord {
  /// Of the invocation, in the partition's `skiff.invocations`.
  long offset();

  /// An attempt was begun.
  ///
  /// @param attempt 1, 2, ...
  /// @param version of the function
  @JsonTypeName("attempt-begun/1")
  record AttemptBegun(
      long offset, FunctionId function, long version, int attempt, VmId vm, HostId host, long at)
      implements ReceiptEvent {}

  /// An attempt failed, and another one follows.
  ///
  /// @param code stable, such as `timed-out`
  /// @param detail a sentence
  /// @param nextAt when the next attempt is due, microseconds since the epoch
  @JsonTypeName("attempt-failed/1")
  record AttemptFailed(
      long offset, FunctionId function, int attempt, String code, String detail, long nextAt)
      implements ReceiptEvent {}

  /// An invocation failed for good, and its key stands still until somebody resumes it.
  ///
  /// @param code stable, such as `exit-nonzero`
  /// @param detail a sentence
  @JsonTypeName("key-parked/1")
  record KeyParked(
      long offset,
      FunctionId function,
      String orderingKey,
      int attempts,
      String code,
      String detail,
      long at)
      implements ReceiptEvent {}

  /// A key goes on.
  ///
  /// @param offset of the request to resume it
  /// @param head offset of the invocation that it had stopped at; -1 when the key was not parked
  /// @param skip whether that one is passed over
  @JsonTypeName("key-resumed/1")
  record KeyResumed(long offset, FunctionId function, String orderingKey, long head, boolean skip)
      implements ReceiptEvent {}

  /// These are over, as an earlier claim's receipts said. Written after a claim, so that nobody
  /// need read what was before it.
  ///
  /// @param last inclusive
  @JsonTypeName("settled-before/1")
  record SettledBefore(long offset, long last) implements ReceiptEvent {}

  /// The invocation is over.
  ///
  /// @param version of the function that handled it last; -1 for none
  /// @param attempts how many there were
  /// @param start what the last attempt found; null when there was none
  /// @param vm of the last attempt
  /// @param host of the last attempt
  /// @param status the exit code of a `stdio` command, the HTTP status of an `http` one; null when
  ///   there is none
  /// @param contentType of the output; null when it did not say
  /// @param output what it answered; null for nothing
  /// @param code why it did not succeed, stable; empty when it did
  /// @param detail the same in a sentence
  @JsonTypeName("settled/1")
  record Settled(
      long offset,
      FunctionId function,
      long version,
      Outcome outcome,
      int attempts,
      @Nullable StartKind start,
      @Nullable VmId vm,
      @Nullable HostId host,
      Timings timings,
      @Nullable Integer status,
      @Nullable String contentType,
      @Nullable Payload output,
      String code,
      String detail)
      implements ReceiptEvent {}
}
