package dev.skiff.gateway.http;

import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes answers. A fault becomes a 500 with an id that stands in the log beside the stack trace,
/// which no client sees.
public final class Responder {
  private static final Logger LOG = LoggerFactory.getLogger(Responder.class);

  private Responder() {}

  public static void send(RoutingContext context, Answer answer) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    if (answer.body().length() == 0) {
      response.end();
    } else {
      response.end(answer.body());
    }
    Discard.rest(context.request());
  }

  public static void fail(RoutingContext context, Throwable failure) {
    HttpServerResponse response = context.response();
    if (response.headWritten()) {
      LOG.debug("the answer to {} was cut", context.request().uri(), failure);
      response.reset();
      return;
    }
    send(context, of(context, failure));
  }

  private static Answer of(RoutingContext context, Throwable failure) {
    if (failure instanceof Problem problem) {
      return Answer.problem(problem);
    }
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    LOG.error(
        "fault {} at {} {}", id, context.request().method(), context.request().uri(), failure);
    Problem problem =
        Problem.of(ProblemCode.INTERNAL, "report it with its id, which stands in the log");
    return Answer.problem(problem, problem.toJson().put("id", id));
  }

  /// The problem for a status with which Vert.x itself refused a request.
  static Problem ofStatus(int status, RoutingContext context) {
    String path = context.request().path();
    return switch (status) {
      case 404 -> Problem.of(ProblemCode.NO_SUCH_ROUTE, path + ": see /openapi.yaml");
      case 405 ->
          Problem.of(
              ProblemCode.METHOD_NOT_ALLOWED,
              "%s %s: see /openapi.yaml".formatted(context.request().method(), path));
      case 413 -> Problem.of(ProblemCode.BODY_TOO_LARGE, "at most 128 KiB are taken here");
      case 414 -> Problem.of(ProblemCode.URI_TOO_LONG, "at most 8 KiB are taken");
      case 415 ->
          Problem.of(
              ProblemCode.UNSUPPORTED_MEDIA_TYPE,
              "the Content-Type is not one that /openapi.yaml names here");
      case 431 -> Problem.of(ProblemCode.HEADERS_TOO_LARGE, "at most 16 KiB are taken");
      default -> Problem.of(ProblemCode.BAD_REQUEST, "the request could not be read");
    };
  }
}
