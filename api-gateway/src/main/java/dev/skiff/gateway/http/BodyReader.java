package dev.skiff.gateway.http;

import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/// Reads a request's whole body within a bound. The rest of a body that is too large is passed
/// over, so that the client gets to read why; one that goes on and on loses its connection.
final class BodyReader {
  private static final long MOST_PASSED_OVER = 16L * 1024 * 1024;

  private final HttpServerRequest request;
  private final int most;
  private final Buffer body = Buffer.buffer();
  private final Promise<byte[]> promise = Promise.promise();
  private long read;

  private BodyReader(HttpServerRequest request, int most) {
    this.request = request;
    this.most = most;
  }

  /// To be called on the event loop before the request's body has been looked at.
  ///
  /// @return fails with a [Problem] when there are more bytes than that
  static Future<byte[]> read(HttpServerRequest request, int most) {
    BodyReader reader = new BodyReader(request, most);
    request.exceptionHandler(reader.promise::tryFail);
    request.handler(reader::take);
    request.endHandler(_ -> reader.promise.tryComplete(reader.body.getBytes()));
    return reader.promise.future();
  }

  private void take(Buffer chunk) {
    read += chunk.length();
    if (read <= most) {
      body.appendBuffer(chunk);
      return;
    }
    promise.tryFail(
        Problem.of(ProblemCode.BODY_TOO_LARGE, "at most %d bytes are taken here".formatted(most)));
    if (read > MOST_PASSED_OVER) {
      request.connection().close();
    }
  }
}
