package dev.skiff.dispatcher.core;

import dev.skiff.contracts.invocation.Payload;
import dev.skiff.contracts.invocation.StartKind;
import org.jspecify.annotations.Nullable;

/// How an attempt ended.
public sealed interface AttemptResult {
  /// The command was given the event, and something came of it.
  ///
  /// @param start what the attempt found
  /// @param ready when the VM could serve, microseconds since the epoch
  /// @param began when the command was given the event, microseconds since the epoch
  /// @param ended when the result was there, microseconds since the epoch
  /// @param status the exit code of a `stdio` command, the HTTP status of an `http` one
  /// @param failure why it does not count as a success; null when it does
  record Ran(
      StartKind start,
      long ready,
      long began,
      long ended,
      @Nullable Integer status,
      @Nullable String contentType,
      @Nullable Payload output,
      @Nullable Failure failure)
      implements AttemptResult {}

  /// The command was not given the event, and will not be.
  record NotRun(Obstacle obstacle, Failure why) implements AttemptResult {}

  /// Nobody knows: the agent did not answer.
  record Unknown(Failure why) implements AttemptResult {}

  /// @param code stable
  /// @param detail a sentence
  /// @param tainted the VM may still be at it, and is of no use any more
  record Failure(String code, String detail, boolean tainted) {}

  /// What was in the way.
  enum Obstacle {
    /// The VM is over or was never there.
    VM_GONE,
    /// The VM did not get ready.
    NOT_READY,
    /// The VM is at as much as it may be.
    BUSY,
    /// This attempt was carried out before, under an earlier owner of the partition.
    REPEATED,
    /// Another dispatcher owns the partition.
    STALE
  }
}
