package dev.skiff.gateway.tail;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The outcomes of one cell's requests. The acknowledgement that tells a request's offset races
/// with the log that holds its outcome, so the last [#REMEMBERED] outcomes are kept for whoever
/// comes a moment later. Safe for concurrent use.
final class Outcomes {
  static final int REMEMBERED = 8192;

  private final @Nullable Settled[] recent = new Settled[REMEMBERED];
  private final Map<Long, CompletableFuture<Settled>> waiting = new HashMap<>();

  /// Completes the waiter when the log holds the outcome of the request at this offset, at once
  /// when it was read lately. A request has one waiter; whoever stops waiting must say so by
  /// [#forget].
  void await(long request, CompletableFuture<Settled> waiter) {
    Settled known;
    synchronized (this) {
      known = recent[slot(request)];
      if (known == null || known.request() != request) {
        waiting.put(request, waiter);
        return;
      }
    }
    waiter.complete(known);
  }

  synchronized void forget(long request) {
    waiting.remove(request);
  }

  void settle(Settled settled) {
    CompletableFuture<Settled> waiter;
    synchronized (this) {
      recent[slot(settled.request())] = settled;
      waiter = waiting.remove(settled.request());
    }
    if (waiter != null) {
      waiter.complete(settled);
    }
  }

  /// Drops what was read: the log is read anew.
  synchronized void startOver() {
    Arrays.fill(recent, null);
  }

  synchronized int waiters() {
    return waiting.size();
  }

  private static int slot(long request) {
    return (int) Math.floorMod(request, (long) REMEMBERED);
  }
}
