package dev.skiff.agent.http;

import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits, on virtual threads, for what event loops do.
final class Waits {
  /// A peer that takes nothing for so long is gone.
  static final Duration WRITE = Duration.ofSeconds(60);

  private Waits() {}

  /// Waits until a peer has taken what was written: this is the backpressure.
  static <T> T written(Future<T> write) throws IOException, InterruptedException {
    try {
      return write
          .toCompletionStage()
          .toCompletableFuture()
          .get(WRITE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the connection is closed", e);
    } catch (TimeoutException e) {
      throw new IOException("the peer has read nothing for " + WRITE, e);
    }
  }
}
