package dev.skiff.gateway.api;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.request.Request;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.tail.LogTail;
import dev.skiff.gateway.tail.Settled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;

/// Asks every cell for the same, several at a time. Whoever asks again does no harm: what is asked
/// here is to be so, not to be done.
final class EveryCell {
  private static final int AT_A_TIME = 32;

  private final Services services;

  EveryCell(Services services) {
    this.services = services;
  }

  /// @param request made for a cell with its `notAfter`
  /// @return the outcomes by cell
  /// @throws Problem when a cell did not carry it out; others may have
  List<Settled> ask(BiFunction<CellId, Long, Request> request) throws InterruptedException {
    Semaphore places = new Semaphore(AT_A_TIME);
    List<Settled> settled = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Settled>> asked = new ArrayList<>();
      for (LogTail tail : services.tails().all()) {
        places.acquire();
        asked.add(threads.submit(() -> ask(tail.cell(), request, places)));
      }
      Problem first = null;
      for (Future<Settled> one : asked) {
        try {
          settled.add(one.get());
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof Problem problem)) {
            throw new IllegalStateException(e.getCause());
          }
          first = first == null ? problem : first;
        }
      }
      if (first != null) {
        throw first.saying(
            "%d of %d cells have it; ask again: %s"
                .formatted(settled.size(), asked.size(), first.detail()));
      }
    }
    return settled;
  }

  private Settled ask(CellId cell, BiFunction<CellId, Long, Request> request, Semaphore places)
      throws InterruptedException {
    try {
      return services.ask(cell, notAfter -> request.apply(cell, notAfter));
    } finally {
      places.release();
    }
  }
}
