package dev.skiff.contracts.invocation;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.wire.WireRecord;
import org.jspecify.annotations.Nullable;

/// The values of `skiff.invocations`: what functions are to do. An invocation is named by its
/// record's place; see [InvocationId].
public sealed interface InvocationRecord extends WireRecord {
  FunctionId function();

  /// A function is to handle an event.
  ///
  /// @param trigger what caused it: the name of one of the function's triggers; null when somebody
  ///   invoked it over HTTP
  /// @param orderingKey those of the function with the same key wait for each other, in the order
  ///   of their offsets; null waits for none
  /// @param origin names what it stands for, such as a record of a trigger's topic: of several
  ///   invocations with the same origin the first counts; null is unique
  /// @param notAfter it is not begun after this moment, microseconds since the epoch; null is never
  ///   too late
  /// @param replyTopic where the result goes besides; null for nowhere
  /// @param callback URL that the result is posted to besides; null for none
  /// @param at when it was written, microseconds since the epoch
  @JsonTypeName("invoke/1")
  record Invoke(
      FunctionId function,
      Event event,
      @Nullable String trigger,
      @Nullable String orderingKey,
      @Nullable String origin,
      @Nullable Long notAfter,
      @Nullable String replyTopic,
      @Nullable String callback,
      long at)
      implements InvocationRecord {}

  /// What is parked under an ordering key goes on: its first invocation is tried anew, or passed
  /// over.
  ///
  /// @param skip whether the first one is given up
  /// @param at when it was written, microseconds since the epoch
  @JsonTypeName("resume-key/1")
  record ResumeKey(FunctionId function, String orderingKey, boolean skip, long at)
      implements InvocationRecord {}
}
