package dev.skiff.dispatcher.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.contracts.invocation.Payload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderedWritesTest {
  private final Map<String, CompletableFuture<Void>> written = new LinkedHashMap<>();
  private final OrderedWrites writes =
      new OrderedWrites(
          new InvocationSink() {
            @Override
            public CompletableFuture<?> write(Invoke invoke) {
              return written.computeIfAbsent(
                  Objects.requireNonNull(invoke.event().attributes().get("id")),
                  _ -> new CompletableFuture<>());
            }

            @Override
            public boolean isFull() {
              return false;
            }

            @Override
            public void refuse(Invoke invoke, String code, String detail) {}
          });

  @Test
  void shouldWriteOneOfAKeyOnceTheOneBeforeItIsSafe() {
    write("a1", "a");
    write("a2", "a");
    write("b1", "b");
    write("free", null);
    assertThat(written.keySet()).containsExactly("a1", "b1", "free");

    complete("a1");

    assertThat(written.keySet()).contains("a2");
    assertThat(writes.whole()).isNotDone();
    complete("a2");
    complete("b1");
    complete("free");
    assertThat(writes.whole()).isCompleted();
  }

  @Test
  void shouldNotLetALaterOneOvertakeOneThatFailed() {
    write("a1", "a");
    write("a2", "a");
    write("b1", "b");
    Objects.requireNonNull(written.get("a1")).completeExceptionally(new IllegalStateException());
    complete("b1");

    assertThat(written.keySet()).doesNotContain("a2");
    assertThat(writes.whole()).isCompletedExceptionally();
  }

  private void complete(String id) {
    Objects.requireNonNull(written.get(id)).complete(null);
  }

  private void write(String id, @Nullable String key) {
    writes.write(
        new Invoke(
            new FunctionId("default", "f"),
            new Event(
                Map.of("id", id, "source", "/t", "type", "t", "specversion", "1.0"), Payload.EMPTY),
            "t",
            key,
            null,
            null,
            null,
            null,
            0));
  }
}
