package dev.skiff.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.spec.Serve;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Attempts through the agent's endpoint, at simulated VMs.
@Timeout(60)
class InvocationsTest {
  private static final Serve SERVE = new Serve(Serve.Protocol.STDIO, 8080, 1, 20, "default/f@1");
  private static final String EVENT =
      "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data\":\"x\"}";

  @TempDir Path folder;
  private HttpFixture http;

  @BeforeEach
  void open() throws Exception {
    http = new HttpFixture(folder, null);
  }

  @AfterEach
  void close() throws Exception {
    http.close();
  }

  private HttpRequest request(String vm, long epoch, long offset, int attempt, String... more) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(http.uri("/v1/vms/" + vm + "/invocations"))
            .timeout(Duration.ofSeconds(30))
            .setHeader("Skiff-Partition", "3")
            .setHeader("Skiff-Epoch", Long.toString(epoch))
            .setHeader("Skiff-Invocation", "i3-" + offset)
            .setHeader("Skiff-Attempt", Integer.toString(attempt))
            .setHeader("Skiff-Timeout-Millis", "20000")
            .setHeader("Skiff-Wait-Millis", "0")
            .setHeader("content-type", "application/cloudevents+json")
            .POST(HttpRequest.BodyPublishers.ofString(EVENT));
    for (int i = 0; i < more.length; i += 2) {
      builder.setHeader(more[i], more[i + 1]);
    }
    return builder.build();
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static void isProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
  }

  @Test
  void shouldAnswerWithWhatTheFunctionSaysAndWhatTheVmWasToIt() throws Exception {
    http.host.boot("j0-aaaa.0", SERVE, "echoes");
    HttpResponse<String> first = send(request("j0-aaaa.0", 5, 1, 1));
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(first.body()).isEqualTo(EVENT);
    assertThat(header(first, "Skiff-Result")).isEqualTo("succeeded");
    assertThat(header(first, "Skiff-Status")).isEqualTo("0");
    assertThat(header(first, "Skiff-Start")).isEqualTo("cold");
    assertThat(Long.parseLong(header(first, "Skiff-Ready"))).isPositive();
    assertThat(Long.parseLong(header(first, "Skiff-Ended")))
        .isGreaterThanOrEqualTo(Long.parseLong(header(first, "Skiff-Began")));
    assertThat(header(send(request("j0-aaaa.0", 5, 2, 1)), "Skiff-Start")).isEqualTo("warm");
  }

  @Test
  void shouldSayHowAnAttemptFailed() throws Exception {
    http.host.boot("j0-aaaa.0", SERVE, "sh", "-c", "echo so far; exit 3");
    HttpResponse<String> failed = send(request("j0-aaaa.0", 5, 1, 1));
    assertThat(failed.statusCode()).isEqualTo(200);
    assertThat(failed.body()).isEqualTo("so far\n");
    assertThat(header(failed, "Skiff-Result")).isEqualTo("failed");
    assertThat(header(failed, "Skiff-Code")).isEqualTo("exit-nonzero");
    assertThat(header(failed, "Skiff-Status")).isEqualTo("3");
    assertThat(header(failed, "Skiff-Detail")).startsWith("exit%20code%203");

    http.host.boot("j0-aaaa.1", SERVE, "sleep", "100");
    HttpResponse<String> late = send(request("j0-aaaa.1", 5, 2, 1, "Skiff-Timeout-Millis", "200"));
    assertThat(header(late, "Skiff-Code")).isEqualTo("timed-out");
  }

  @Test
  void shouldRefuseWhatMustNotRun() throws Exception {
    http.host.boot("j0-aaaa.0", SERVE, "echoes");
    assertThat(send(request("j0-aaaa.0", 7, 1, 1)).statusCode()).isEqualTo(200);
    isProblem(send(request("j0-aaaa.0", 6, 2, 1)), 409, "stale-epoch");
    isProblem(send(request("j0-aaaa.0", 7, 1, 1)), 409, "repeated");
    assertThat(send(request("j0-aaaa.0", 7, 1, 2)).statusCode()).isEqualTo(200);
    isProblem(send(request("j0-aaaa.9", 7, 3, 1)), 404, "vm-not-found");
    isProblem(send(request("j0-aaaa.0", 7, 3, 1, "Skiff-Attempt", "x")), 400, "bad-request");
    HttpRequest large =
        HttpRequest.newBuilder(request("j0-aaaa.0", 7, 3, 1), (_, _) -> true)
            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[600_000]))
            .build();
    isProblem(send(large), 413, "body-too-large");
    http.host.boot("j0-aaaa.1", "run");
    isProblem(send(request("j0-aaaa.1", 7, 4, 1)), 409, "not-serving");
    var over = http.host.boot("j0-aaaa.2", SERVE, "echoes");
    over.stop(Duration.ofSeconds(1));
    assertThat(over.exit().get().exitCode()).isZero();
    isProblem(send(request("j0-aaaa.2", 7, 5, 1)), 410, "vm-over");
  }

  @Test
  void shouldLetInNoMoreThanTheVmTakesAndEndWithIt() throws Exception {
    var vm = http.host.boot("j0-aaaa.0", SERVE, "sleep", "100");
    CompletableFuture<HttpResponse<String>> running =
        http.client.sendAsync(
            request("j0-aaaa.0", 5, 1, 1, "Skiff-Timeout-Millis", "2000"),
            HttpResponse.BodyHandlers.ofString());
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> send(request("j0-aaaa.0", 5, 1, 1)).body().contains("repeated"));
    isProblem(send(request("j0-aaaa.0", 5, 2, 1)), 429, "slots-busy");
    assertThat(header(running.get(20, TimeUnit.SECONDS), "Skiff-Code")).isEqualTo("timed-out");
    assertThat(vm.exit()).isNotDone();
  }

  @Test
  void shouldWaitForAVmThatIsToCome() throws Exception {
    CompletableFuture<HttpResponse<String>> waiting =
        http.client.sendAsync(
            request("j0-aaaa.0", 5, 1, 1, "Skiff-Wait-Millis", "20000"),
            HttpResponse.BodyHandlers.ofString());
    http.host.boot("j0-aaaa.0", SERVE, "echoes");
    assertThat(waiting.get(20, TimeUnit.SECONDS).body()).isEqualTo(EVENT);
  }
}
