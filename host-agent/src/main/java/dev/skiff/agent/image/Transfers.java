package dev.skiff.agent.image;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// Runs network transfers a few at a time and ends them all when one fails or when nothing has come
/// for too long: a body that a registry has begun to send has no timeout of its own.
final class Transfers {
  private static final int PARALLEL = 3;
  private static final long CHECK_MILLIS = 200;

  private final Duration stall;
  private final AtomicLong lastActivity = new AtomicLong();

  /// @param stall how long a registry may be silent
  Transfers(Duration stall) {
    this.stall = stall;
  }

  /// Something came in.
  void alive() {
    lastActivity.set(System.nanoTime());
  }

  <T> T run(String registry, Callable<T> transfer)
      throws IOException, ImageException, InterruptedException {
    return runAll(registry, List.of(transfer)).getFirst();
  }

  <T> List<T> runAll(String registry, List<Callable<T>> transfers)
      throws IOException, ImageException, InterruptedException {
    alive();
    Semaphore permits = new Semaphore(PARALLEL);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> transfer : transfers) {
        running.add(
            threads.submit(() -> {
              permits.acquire();
              try {
                return transfer.call();
              } finally {
                permits.release();
              }
            }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(await(registry, one, running));
      }
      return results;
    } finally {
      threads.shutdownNow();
      threads.close();
    }
  }

  private <T> T await(String registry, Future<T> one, List<Future<T>> all)
      throws IOException, ImageException, InterruptedException {
    while (true) {
      try {
        return one.get(CHECK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() - lastActivity.get() > stall.toNanos()) {
          throw new ImageException(
              "registry-unreachable",
              "%s sent nothing for %d ms; try again later".formatted(registry, stall.toMillis()),
              e);
        }
        for (Future<T> other : all) {
          if (other.state() == Future.State.FAILED) {
            throw failure(other.exceptionNow());
          }
        }
      } catch (ExecutionException e) {
        throw failure(e.getCause() == null ? e : e.getCause());
      }
    }
  }

  /// Rethrows what a transfer ended with.
  private static IOException failure(Throwable cause) throws ImageException {
    return switch (cause) {
      case ImageException e -> throw e;
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause);
    };
  }
}
