package dev.skiff.gateway.request;

import dev.skiff.gateway.tail.LogTail;
import dev.skiff.gateway.tail.Settled;
import dev.skiff.kafka.WriteCallback;
import dev.skiff.kafka.WriteFailedException;
import dev.skiff.kafka.Written;
import java.util.concurrent.CompletableFuture;

/// One request on its way: first to the brokers, then through the cell's log. Whoever waits for it
/// is woken once, by its outcome, and not by the acknowledgement as well.
final class Pending implements WriteCallback {
  private static final long NOWHERE = -1;

  private final LogTail tail;
  private final CompletableFuture<Settled> outcome = new CompletableFuture<>();
  private final long start = System.nanoTime();
  private volatile long writtenAt;
  private volatile long offset = NOWHERE;

  Pending(LogTail tail) {
    this.tail = tail;
  }

  /// Fails when the request did not get to the brokers as far as they say ([WriteFailedException]),
  /// or when they did not say where they put it.
  CompletableFuture<Settled> outcome() {
    return outcome;
  }

  @Override
  public void written(Written where) {
    writtenAt = System.nanoTime();
    if (where.offset() < 0) {
      outcome.completeExceptionally(
          new IllegalStateException("the brokers did not say where they put the request"));
      return;
    }
    offset = where.offset();
    tail.await(where.offset(), outcome);
    if (outcome.isDone()) {
      // Whoever waited had given up before it was known what to forget.
      tail.forget(where.offset());
    }
  }

  @Override
  public void failed(WriteFailedException failure) {
    outcome.completeExceptionally(failure);
  }

  boolean isWritten() {
    return offset != NOWHERE;
  }

  Answered answered(Settled settled) {
    long now = System.nanoTime();
    return new Answered(settled, writtenAt - start, now - writtenAt);
  }

  /// Nobody waits any more.
  void forget() {
    outcome.cancel(false);
    long known = offset;
    if (known != NOWHERE) {
      tail.forget(known);
    }
  }
}
