package dev.skiff.gateway.http;

import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.resource.Json;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/// Answers what could not even be read as an HTTP request, and closes the connection.
final class InvalidRequests {
  private InvalidRequests() {}

  static void answer(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    Problem problem;
    if (cause instanceof TooLongHttpLineException) {
      problem = Problem.of(ProblemCode.URI_TOO_LONG, "at most 8 KiB are taken");
    } else if (cause instanceof TooLongHttpHeaderException) {
      problem = Problem.of(ProblemCode.HEADERS_TOO_LARGE, "at most 16 KiB are taken");
    } else {
      problem = Problem.of(ProblemCode.BAD_REQUEST, "this is not an HTTP request");
    }
    request
        .response()
        .setStatusCode(problem.status())
        .putHeader("Content-Type", "application/problem+json")
        .putHeader("Connection", "close")
        .end(Buffer.buffer(Json.write(problem.toJson())))
        .onComplete(_ -> request.connection().close());
  }
}
