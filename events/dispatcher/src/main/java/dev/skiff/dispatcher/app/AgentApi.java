package dev.skiff.dispatcher.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.contracts.invocation.EventJson;
import dev.skiff.contracts.invocation.InvocationId;
import dev.skiff.contracts.invocation.Payload;
import dev.skiff.contracts.invocation.StartKind;
import dev.skiff.dispatcher.core.AttemptResult;
import dev.skiff.dispatcher.core.AttemptResult.Failure;
import dev.skiff.dispatcher.core.AttemptResult.NotRun;
import dev.skiff.dispatcher.core.AttemptResult.Obstacle;
import dev.skiff.dispatcher.core.AttemptResult.Ran;
import dev.skiff.dispatcher.core.AttemptResult.Unknown;
import dev.skiff.dispatcher.core.DispatchEffect.Attempt;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Hands invocations to VMs, through the agents of their hosts. Blocks; called on virtual threads.
final class AgentApi {
  private static final Duration MARGIN = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final @Nullable String token;

  AgentApi(HttpClient http, @Nullable String token) {
    this.http = http;
    this.token = token;
  }

  /// @param epoch offset of the claim under which the partition is owned
  AttemptResult attempt(int partition, long epoch, Attempt attempt) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "%s/v1/vms/%s/invocations"
                        .formatted(attempt.vm().address(), attempt.vm().id())))
            .timeout(Duration.ofMillis(attempt.timeoutMillis() + attempt.waitMillis()).plus(MARGIN))
            .header("content-type", "application/cloudevents+json")
            .header("Skiff-Partition", Integer.toString(partition))
            .header("Skiff-Epoch", Long.toString(epoch))
            .header("Skiff-Invocation", new InvocationId(partition, attempt.offset()).toString())
            .header("Skiff-Attempt", Integer.toString(attempt.attempt()))
            .header("Skiff-Timeout-Millis", Long.toString(attempt.timeoutMillis()))
            .header("Skiff-Wait-Millis", Long.toString(attempt.waitMillis()))
            .POST(BodyPublishers.ofString(EventJson.write(attempt.invoke().event())));
    if (token != null) {
      request.header("authorization", "Bearer " + token);
    }
    try {
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      return response.statusCode() == 200 ? ran(response) : refused(response);
    } catch (ConnectException e) {
      return new NotRun(
          Obstacle.VM_GONE,
          new Failure(
              "agent-unreachable",
              "the agent of %s does not answer: %s".formatted(attempt.vm().host(), e.getMessage()),
              true));
    } catch (IOException | IllegalArgumentException e) {
      return new Unknown(
          new Failure(
              "agent-lost",
              "the agent of %s was lost on the way: %s".formatted(attempt.vm().host(), e),
              true));
    }
  }

  private static Ran ran(HttpResponse<byte[]> response) {
    HttpHeaders headers = response.headers();
    boolean succeeded = "succeeded".equals(text(headers, "Skiff-Result"));
    String code = text(headers, "Skiff-Code");
    String status = text(headers, "Skiff-Status");
    return new Ran(
        StartKind.valueOf(text(headers, "Skiff-Start").toUpperCase(Locale.ROOT)),
        number(headers, "Skiff-Ready"),
        number(headers, "Skiff-Began"),
        number(headers, "Skiff-Ended"),
        status.isEmpty() ? null : (Integer) Integer.parseInt(status),
        headers.firstValue("content-type").orElse(null),
        response.body().length == 0 ? null : Payload.of(response.body()),
        succeeded
            ? null
            : new Failure(
                code,
                URLDecoder.decode(text(headers, "Skiff-Detail"), StandardCharsets.UTF_8),
                leavesItRunning(code)));
  }

  /// A process was killed with its attempt; a server may still be at a request that nobody waits
  /// for.
  private static boolean leavesItRunning(String code) {
    return switch (code) {
      case "timed-out", "vm-ended", "connection-failed", "output-too-large" -> true;
      default -> false;
    };
  }

  private static AttemptResult refused(HttpResponse<byte[]> response) {
    String code = "http-" + response.statusCode();
    String detail = "the agent answered " + response.statusCode();
    try {
      JsonNode problem = JSON.readTree(response.body());
      code = problem.path("code").asText(code);
      detail = problem.path("detail").asText(detail);
    } catch (IOException e) {
      // The status says enough.
    }
    Failure why = new Failure(code, detail, false);
    return switch (code) {
      case "stale-epoch" -> new NotRun(Obstacle.STALE, why);
      case "repeated" -> new NotRun(Obstacle.REPEATED, why);
      case "slots-busy" -> new NotRun(Obstacle.BUSY, why);
      case "vm-not-found", "vm-over" -> new NotRun(Obstacle.VM_GONE, why);
      default -> new NotRun(Obstacle.NOT_READY, why);
    };
  }

  private static String text(HttpHeaders headers, String name) {
    return headers.firstValue(name).orElse("");
  }

  private static long number(HttpHeaders headers, String name) {
    return headers.firstValueAsLong(name).orElse(0);
  }
}
