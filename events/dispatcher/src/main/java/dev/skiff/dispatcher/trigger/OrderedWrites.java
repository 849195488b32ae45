package dev.skiff.dispatcher.trigger;

import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Writes some invocations at once, those with the same ordering key one after the other: none is
/// written before the one that it follows is safe, so that a write that fails does not let a later
/// one overtake it. For one thread.
final class OrderedWrites {
  private final InvocationSink sink;
  private final Map<String, CompletableFuture<?>> lines = new HashMap<>();
  private final List<CompletableFuture<?>> all = new ArrayList<>();

  OrderedWrites(InvocationSink sink) {
    this.sink = sink;
  }

  void write(Invoke invoke) {
    String key = invoke.orderingKey();
    CompletableFuture<?> before = key == null ? null : lines.get(key);
    CompletableFuture<?> write =
        before == null ? sink.write(invoke) : before.thenCompose(_ -> sink.write(invoke));
    if (key != null) {
      lines.put(key, write);
    }
    all.add(write);
  }

  /// Completes once all are safe, or exceptionally when one is not and none is under way any more.
  CompletableFuture<?> whole() {
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }
}
