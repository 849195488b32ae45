package dev.skiff.agent.http;

import dev.skiff.agent.serve.Answer;
import dev.skiff.agent.serve.Attempt;
import dev.skiff.agent.serve.CallResult;
import dev.skiff.agent.serve.RefusedAttempt;
import dev.skiff.agent.serve.RefusedAttempt.Reason;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.invocation.InvocationId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/// Runs attempts of invocations for the dispatchers that own them.
final class InvocationsHandler {
  static final int MAX_BODY = 512 * 1024;

  private final HostView host;

  InvocationsHandler(HostView host) {
    this.host = host;
  }

  void invoke(RoutingContext context, Buffer body) throws HttpFailure, InterruptedException {
    String name = context.pathParam("vm");
    VmId vm;
    Attempt attempt;
    try {
      vm = VmId.parse(name);
      attempt = attempt(context.request());
    } catch (IllegalArgumentException e) {
      throw new HttpFailure(400, "bad-request", String.valueOf(e.getMessage()));
    }
    try {
      answer(context.response(), host.invocations().invoke(vm, attempt, body.getBytes()));
    } catch (RefusedAttempt e) {
      throw failure(name, e);
    } catch (IllegalArgumentException e) {
      throw new HttpFailure(400, "bad-event", String.valueOf(e.getMessage()));
    }
  }

  private static Attempt attempt(HttpServerRequest request) {
    String invocation = request.getHeader("skiff-invocation");
    if (invocation == null) {
      throw new IllegalArgumentException("Skiff-Invocation: missing (expected: such as i3-1207)");
    }
    return new Attempt(
        Math.toIntExact(number(request, "Skiff-Partition")),
        number(request, "Skiff-Epoch"),
        InvocationId.parse(invocation),
        Math.toIntExact(number(request, "Skiff-Attempt")),
        Duration.ofMillis(number(request, "Skiff-Timeout-Millis")),
        Duration.ofMillis(number(request, "Skiff-Wait-Millis")));
  }

  private static long number(HttpServerRequest request, String header) {
    String value = request.getHeader(header);
    if (value == null || !value.matches("0|[1-9][0-9]{0,15}")) {
      throw new IllegalArgumentException(
          "%s: %s (expected: a number)"
              .formatted(header, value == null ? "missing" : "\"" + value + "\""));
    }
    return Long.parseLong(value);
  }

  private HttpFailure failure(String vm, RefusedAttempt e)
      throws HttpFailure, InterruptedException {
    Reason reason = e.reason() == Reason.NOT_HERE ? whyNotUp(vm) : e.reason();
    return new HttpFailure(status(reason), reason.code(), String.valueOf(e.getMessage()));
  }

  /// Not up is not the same as not here.
  private Reason whyNotUp(String vm) throws HttpFailure, InterruptedException {
    return switch (Runs.find(host, vm, null).status()) {
      case WAITING, STARTING -> Reason.NOT_READY;
      case RUNNING -> Reason.NOT_SERVING;
      case ENDING, ENDED -> Reason.OVER;
    };
  }

  private static int status(Reason reason) {
    return switch (reason) {
      case NOT_HERE -> 404;
      case STALE_EPOCH, REPEATED, NOT_SERVING -> 409;
      case OVER -> 410;
      case SLOTS_BUSY -> 429;
      case NOT_READY -> 503;
    };
  }

  private static void answer(HttpServerResponse response, Answer answer) {
    CallResult result = answer.result();
    response
        .putHeader("Skiff-Result", result.isSuccess() ? "succeeded" : "failed")
        .putHeader("Skiff-Status", Integer.toString(result.status()))
        .putHeader("Skiff-Start", answer.start().name().toLowerCase(Locale.ROOT))
        .putHeader("Skiff-Ready", Long.toString(answer.ready()))
        .putHeader("Skiff-Began", Long.toString(answer.began()))
        .putHeader("Skiff-Ended", Long.toString(answer.ended()));
    if (result.code() != null && result.detail() != null) {
      response
          .putHeader("Skiff-Code", result.code())
          .putHeader("Skiff-Detail", percentEncoded(result.detail()));
    }
    response.putHeader(
        "content-type",
        result.contentType() == null ? "application/octet-stream" : result.contentType());
    byte[] output = new byte[result.output().remaining()];
    result.output().duplicate().get(output);
    response.end(Buffer.buffer(output));
  }

  private static String percentEncoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
