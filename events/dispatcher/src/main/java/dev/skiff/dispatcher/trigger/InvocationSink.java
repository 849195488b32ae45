package dev.skiff.dispatcher.trigger;

import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import java.util.concurrent.CompletableFuture;

/// Takes the invocations that triggers make. Safe for concurrent use.
public interface InvocationSink {
  /// @return completes once it is safely in `skiff.invocations`, or exceptionally
  CompletableFuture<?> write(Invoke invoke);

  /// Whether there is as much to do already as can be held: triggers wait then.
  boolean isFull();

  /// Keeps an event that cannot be handed to the function.
  ///
  /// @param code stable
  /// @param detail a sentence
  void refuse(Invoke invoke, String code, String detail) throws InterruptedException;
}
