package dev.skiff.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.gateway.fixture.Http;
import dev.skiff.gateway.fixture.Http.Reply;
import dev.skiff.gateway.fixture.TestFleet;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
  @TempDir private static Path folder;
  private static TestFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = TestFleet.start(folder);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  private static Http http() {
    return fleet.http();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"spec": | 1, column
          {"spec":1,"spec":2} | Duplicate field
          {} {} | Trailing token
          {"spec":NaN} | line 1, column
          `` | the body is empty
          """)
  void shouldRefuseWhatIsNotJsonAndSayWhere(String body, String detail) {
    Reply reply = http().postJson("/v1/jobs", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.at("/code")).isEqualTo("malformed-json");
    assertThat(reply.at("/detail")).contains(detail);
  }

  @Test
  void shouldListEveryWrongFieldWithItsPointer() {
    Reply reply =
        http()
            .postJson(
                "/v1/jobs",
                "{\"spce\":{},\"spec\":{\"count\":0,\"vm\":{\"image\":\"a\",\"cpus\":-1}}}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.at("/code")).isEqualTo("invalid-manifest");
    assertThat(reply.json().at("/errors").findValuesAsText("pointer"))
        .containsExactly("#/spce", "#/spec/count", "#/spec/vm/cpus");
    assertThat(reply.at("/errors/0/detail")).isEqualTo("unknown field; did you mean \"spec\"?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "\"x\"", "null"})
  void shouldRefuseAManifestThatIsNoObject(String body) {
    Reply reply = http().postJson("/v1/jobs", body);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.at("/errors/0/pointer")).isEqualTo("#");
  }

  @Test
  void shouldRefuseABodyOverTheLimit() {
    String body = "{\"x\":\"" + "y".repeat(128 * 1024) + "\"}";

    Reply reply = http().postJson("/v1/jobs", body);

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.at("/code")).isEqualTo("body-too-large");
  }

  @Test
  void shouldRefuseABodyOfAnotherType() {
    Reply reply =
        http().postBytes("/v1/jobs", "a: b".getBytes(StandardCharsets.UTF_8), "text/yaml");

    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.at("/detail"))
        .isEqualTo("Content-Type: text/yaml (expected: application/json)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/jobs?limt=3 | limt | unknown parameter; did you mean "limit"?
          /v1/jobs?limit=0 | limit | "0" (expected: 1 to 1000)
          /v1/jobs?limit=x | limit | "x" (expected: a whole number)
          /v1/jobs?limit=1&limit=2 | limit | given 2 times
          /v1/jobs?state=sleeping | state | "sleeping" (expected: one of ACTIVE
          /v1/jobs?selector=a%20in%20(b | selector | at 7
          /v1/jobs?next=abc | next | `next` of the page before
          /v1/jobs?namespace=Nope | namespace | expected: to match
          /v1/vms/x.0/wait?state=dancing | state | "dancing" (expected: running or finished)
          /v1/vms/x.0/wait?timeout=11m | timeout | "11m" (expected: at most 600s)
          /v1/vms/x.0/wait?timeout=soon | timeout | expected: to match
          /v1/vms/x.0/logs?follow=yes | follow | "yes" (expected: true or false)
          """)
  void shouldNameTheParameterThatIsWrong(String path, String parameter, String detail) {
    Reply reply = http().get(path);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/code")).isEqualTo("invalid-request");
    assertThat(reply.at("/errors/0/parameter")).isEqualTo(parameter);
    assertThat(reply.at("/errors/0/detail")).contains(detail);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/v1/nothing,404,no-such-route",
    "GET,/v1/jobs/j0-nonesuch,404,not-found",
    "GET,/v1/jobs/noname,404,not-found",
    "GET,/v1/jobs/j99-nonesuch,404,not-found",
    "POST,/v1/jobs/j99-nonesuch/cancel,404,not-found",
    "GET,/v1/vms/j0-nonesuch.0,404,not-found",
    "GET,/v1/vms/web.0,404,not-found",
    "GET,/v1/vms/web,404,not-found",
    "GET,/v1/hosts/UPPER,404,not-found",
    "GET,/v1/hosts/h9,404,not-found",
    "PUT,/v1/jobs,405,method-not-allowed",
    "DELETE,/v1/fleet,405,method-not-allowed",
    "GET,/v1/vms/j0-nonesuch.0/exec,426,websocket-needed",
    "POST,/v1/images/pull,415,unsupported-media-type"
  })
  void shouldAnswerEveryErrorAsAProblem(String method, String path, int status, String code) {
    Reply reply = http().method(method, path);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.at("/code")).isEqualTo(code);
    assertThat(reply.at("/status")).isEqualTo(Integer.toString(status));
  }

  @ParameterizedTest
  @CsvSource({"uri,414,uri-too-long", "header,431,headers-too-large", "noise,400,bad-request"})
  void shouldRefuseWhatIsTooLargeToRead(String what, int status, String code) throws IOException {
    String request =
        switch (what) {
          case "uri" -> "GET /v1/jobs?x=" + "y".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n";
          case "header" ->
              "GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(17_000) + "\r\n\r\n";
          default -> "\u0000\u0001\u0002 nonsense\r\n\r\n";
        };
    URI base = URI.create(http().base());
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).containsPattern("^HTTP/1.[01] " + status).contains(code);
    }
  }

  @Test
  void shouldServeWhatNeedsNoFleet() {
    assertThat(http().get("/healthz").text()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(http().get("/openapi.yaml").text()).startsWith("openapi: 3.1.0");
    assertThat(http().get("/").text()).contains("/openapi.yaml");
    assertThat(http().get("/v1/version").at("/name")).isEqualTo("skiff");
    assertThat(http().get("/metrics").text())
        .contains("skiff_gateway_requests_seconds_count{operation=\"health\",status=\"200\"}")
        .contains("skiff_gateway_tail_lag");
    assertThat(http().get("/readyz").json().at("/checks").findValuesAsText("name"))
        .containsExactly("kafka", "tail", "functions", "hazelcast");
  }

  @Test
  void shouldAskForTheTokenWhereThereIsOne() throws Exception {
    try (TestFleet guarded = openWithToken()) {
      assertThat(guarded.http().get("/v1/jobs").status()).isEqualTo(401);
      assertThat(guarded.http().get("/v1/jobs").header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(guarded.http().get("/v1/jobs", "Authorization", "Bearer nope").status())
          .isEqualTo(401);
      assertThat(guarded.http().get("/v1/jobs", "Authorization", "Bearer s3cret").status())
          .isEqualTo(200);
      assertThat(guarded.http().get("/healthz").status()).isEqualTo(200);
    }
  }

  private static TestFleet openWithToken() throws Exception {
    return TestFleet.start(folder, config -> config.withToken("s3cret"));
  }
}
