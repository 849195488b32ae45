package dev.skiff.gateway.http;

import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/// Reads a request's whole body within a bound.
final class BodyReader {
  private final int most;
  private final Buffer body = Buffer.buffer();
  private final Promise<byte[]> promise = Promise.promise();

  private BodyReader(int most) {
    this.most = most;
  }

  /// To be called on the event loop before the request's body has been looked at.
  ///
  /// @return fails with a [Problem] when there are more bytes than that
  static Future<byte[]> read(HttpServerRequest request, int most) {
    BodyReader reader = new BodyReader(most);
    request.exceptionHandler(reader.promise::tryFail);
    request.handler(reader::take);
    request.endHandler(_ -> reader.promise.tryComplete(reader.body.getBytes()));
    return reader.promise.future();
  }

  private void take(Buffer chunk) {
    if (body.length() + chunk.length() <= most) {
      body.appendBuffer(chunk);
      return;
    }
    promise.tryFail(
        Problem.of(ProblemCode.BODY_TOO_LARGE, "at most %d bytes are taken here".formatted(most)));
  }
}
