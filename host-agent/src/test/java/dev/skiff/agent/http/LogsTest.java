package dev.skiff.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.agent.vmm.MicroVm;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogsTest {
  private static final String VM = "j0-aaaa.0";

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

  @Test
  void shouldSendTheBytesAsTheyCame() throws Exception {
    http.host.boot(VM, "sh", "-c", "echo one; echo two; exit 1").exit().get();
    HttpResponse<String> response = http.get("/v1/vms/" + VM + "/logs");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("x-skiff-incarnation")).hasValue("1");
    assertThat(response.body()).startsWith("skiff: this VM is simulated").endsWith("one\ntwo\n");
  }

  @Test
  void shouldKeepTheStreamsApartAsJsonLines() throws Exception {
    http.host.boot(VM, "echo", "one").exit().get();
    List<JsonObject> lines =
        http.get("/v1/vms/" + VM + "/logs", "accept", "application/x-ndjson")
            .body()
            .lines()
            .map(JsonObject::new)
            .toList();
    assertThat(lines)
        .extracting(l -> l.getString("stream"))
        .containsExactly("stderr", "stdout", "end");
    assertThat(lines.get(1).getString("text")).isEqualTo("one\n");
    assertThat(lines.get(1).getLong("at")).isPositive();
  }

  @Test
  void shouldSendOneStreamOrTheLastLinesOnly() throws Exception {
    http.host.boot(VM, "sh", "-c", "echo one; echo two; echo three").exit().get();
    assertThat(http.get("/v1/vms/" + VM + "/logs?stream=stdout&tail=2").body())
        .isEqualTo("two\nthree\n");
    assertThat(http.get("/v1/vms/" + VM + "/logs?stream=stdout&since=2999-01-01T00:00:00Z").body())
        .isEmpty();
    assertThat(http.get("/v1/vms/" + VM + "/logs?stream=stdout&timestamps=true&tail=1").body())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z three\n");
  }

  @Test
  void shouldFollowUntilTheVmIsOver() throws Exception {
    MicroVm vm = http.host.boot(VM, "cat");
    HttpRequest request =
        HttpRequest.newBuilder(http.uri("/v1/vms/" + VM + "/logs?follow=true&stream=stdout"))
            .build();
    var response = http.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      vm.main().stdin("first\n".getBytes(StandardCharsets.UTF_8));
      assertThat(reader.readLine()).isEqualTo("first");
      vm.main().stdin("second\n".getBytes(StandardCharsets.UTF_8));
      assertThat(reader.readLine()).isEqualTo("second");
      vm.stop(Duration.ofSeconds(1));
      assertThat(reader.readLine()).isNull();
    }
  }

  @Test
  void shouldSayWhatIsWrongWithARequest() throws Exception {
    http.host.boot(VM, "echo", "one").exit().get();
    expectProblem("/v1/vms/j0-zzzz.0/logs", 404, "vm-not-found");
    expectProblem("/v1/vms/nonsense/logs", 404, "vm-not-found");
    expectProblem("/v1/vms/" + VM + "/logs?incarnation=2", 404, "vm-not-found");
    expectProblem("/v1/vms/" + VM + "/logs?tail=-1", 400, "bad-request");
    expectProblem("/v1/vms/" + VM + "/logs?tail=1&since=5", 400, "bad-request");
    expectProblem("/v1/vms/" + VM + "/logs?since=yesterday", 400, "bad-request");
    expectProblem("/v1/vms/" + VM + "/logs?follow=perhaps", 400, "bad-request");
    expectProblem("/v1/vms/" + VM + "/logs?stream=stdin", 400, "bad-request");
    expectProblem("/v1/elsewhere", 404, "not-found");
  }

  private void expectProblem(String path, int status, String code) throws Exception {
    HttpResponse<String> response = http.get(path);
    assertThat(response.statusCode()).as(path).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    JsonObject problem = new JsonObject(response.body());
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.getString("type")).isEqualTo("urn:skiff:problem:" + code);
    assertThat(problem.getString("detail")).isNotBlank();
  }
}
