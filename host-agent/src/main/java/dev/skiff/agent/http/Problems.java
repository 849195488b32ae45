package dev.skiff.agent.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers with problem details (RFC 9457).
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  static void answer(RoutingContext context, Throwable problem) {
    HttpFailure failure = HttpFailure.of(problem);
    if (failure.status() == 500) {
      LOG.error("{} {}", context.request().method(), context.request().path(), problem);
    }
    answer(context.response(), failure);
  }

  static void answer(HttpServerResponse response, HttpFailure failure) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      response.reset();
      return;
    }
    response
        .setStatusCode(failure.status())
        .putHeader("content-type", "application/problem+json")
        .end(
            new JsonObject()
                .put("type", "urn:skiff:problem:" + failure.code())
                .put("title", failure.code().replace('-', ' '))
                .put("status", failure.status())
                .put("detail", failure.detail())
                .put("code", failure.code())
                .toBuffer());
  }
}
