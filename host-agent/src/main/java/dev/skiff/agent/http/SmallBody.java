package dev.skiff.agent.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/// Reads a body that must be small.
final class SmallBody {
  private SmallBody() {}

  /// @param most bytes; more is refused before it is kept
  static Future<Buffer> read(HttpServerRequest request, int most) {
    Promise<Buffer> promise = Promise.promise();
    Buffer body = Buffer.buffer();
    request.handler(part -> {
      if (body.length() + part.length() > most) {
        promise.tryFail(
            new HttpFailure(
                413, "body-too-large", "the body has more than %d bytes".formatted(most)));
      } else {
        body.appendBuffer(part);
      }
    });
    request.endHandler(_ -> promise.tryComplete(body));
    request.exceptionHandler(promise::tryFail);
    return promise.future();
  }
}
