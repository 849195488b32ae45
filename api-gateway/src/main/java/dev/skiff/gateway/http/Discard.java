package dev.skiff.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicLong;

/// Reads over what is left of a request that has been answered already: the next request on the
/// connection stands behind it. One that goes on and on loses its connection instead.
final class Discard {
  private static final long MOST_BYTES = 16L * 1024 * 1024;

  private Discard() {}

  static void rest(HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    AtomicLong passed = new AtomicLong();
    request.exceptionHandler(_ -> request.connection().close());
    request.handler(chunk -> {
      if (passed.addAndGet(chunk.length()) > MOST_BYTES) {
        request.connection().close();
      }
    });
    request.resume();
  }
}
