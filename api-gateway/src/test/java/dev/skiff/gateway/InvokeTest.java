package dev.skiff.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.InvocationId;
import dev.skiff.contracts.invocation.InvocationRecord.ResumeKey;
import dev.skiff.contracts.invocation.Outcome;
import dev.skiff.contracts.invocation.Payload;
import dev.skiff.contracts.invocation.ReceiptEvent;
import dev.skiff.gateway.fixture.Http;
import dev.skiff.gateway.fixture.Http.Reply;
import dev.skiff.gateway.fixture.TestDispatcher;
import dev.skiff.gateway.fixture.TestFleet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Invocations, and what became of them.
class InvokeTest {
  private static final FunctionId F = new FunctionId("default", "f");
  private static final String INVOKE = "/v1/functions/f/invoke";

  @TempDir private static Path folder;
  private static TestFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = TestFleet.start(folder, config -> config.withMostWaiting(2));
    fleet
        .http()
        .putJson("/v1/functions/f", "{\"kind\":\"Function\",\"spec\":{\"vm\":{\"image\":\"b\"}}}");
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void echo() {
    fleet.dispatcher().policy(TestDispatcher::echo);
  }

  private static Http http() {
    return fleet.http();
  }

  @Test
  void shouldAnswerWithWhatTheFunctionAnswers() throws Exception {
    byte[] image = {(byte) 0xff, (byte) 0xd8, 1, 0};

    Reply reply = http().postBytes(INVOKE, image, "image/jpeg");

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.response().body()).isEqualTo(image);
    assertThat(reply.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(reply.header("Skiff-Start")).isEqualTo("cold");
    assertThat(reply.header("Server-Timing"))
        .isEqualTo("queue;dur=1.000, placed;dur=2.000, start;dur=30.000, run;dur=4.500");
    TestDispatcher.Asked asked = fleet.dispatcher().next();
    assertThat(reply.header("Skiff-Invocation"))
        .isEqualTo(new InvocationId(F.partition(16), asked.offset()).toString());
    Event event = asked.invoke().event();
    assertThat(event.attributes())
        .containsEntry("type", "dev.skiff.invoke")
        .containsEntry("source", "/v1/functions/f")
        .containsEntry("datacontenttype", "image/jpeg")
        .containsKeys("id", "time");
    assertThat(asked.invoke().notAfter()).isEqualTo(asked.invoke().at() + 30_000_000);
  }

  /// As Java's own client does with its first request on a connection.
  @Test
  void shouldTakeTheBodyOfAClientThatOffersAnUpgradeToHttp2() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(http().base() + INVOKE))
                  .timeout(Duration.ofSeconds(20))
                  .header("Content-Type", "text/plain")
                  .POST(HttpRequest.BodyPublishers.ofString("hello"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("hello");
    }
  }

  @Test
  void shouldHandOnACloudEventAsItIs() throws Exception {
    http()
        .postJsonLater(
            INVOKE,
            "{\"a\":1}",
            "ce-specversion",
            "1.0",
            "ce-id",
            "7",
            "ce-source",
            "/s",
            "ce-type",
            "t",
            "ce-subject",
            "Gr%C3%B6%C3%9Fe")
        .join();

    Event event = fleet.dispatcher().next().invoke().event();
    assertThat(event.attributes())
        .containsEntry("id", "7")
        .containsEntry("subject", "Größe")
        .containsEntry("datacontenttype", "application/json")
        .hasSize(6);
    assertThat(event.data()).isEqualTo(Payload.of("{\"a\":1}".getBytes(UTF_8)));
  }

  @Test
  void shouldSayWhyAFunctionFailed() {
    fleet
        .dispatcher()
        .policy((offset, invoke) ->
            List.of(
                TestDispatcher.settled(
                    offset, invoke, Outcome.FAILED, null, null, "exit-nonzero", "exit code 2")));

    Reply reply = http().post(INVOKE);

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.at("/code")).isEqualTo("function-failed");
    assertThat(reply.at("/cause")).isEqualTo("exit-nonzero");
    assertThat(reply.at("/detail")).isEqualTo("exit code 2");
    assertThat(reply.at("/attempts")).isEqualTo("1");
    assertThat(reply.at("/invocation")).isEqualTo(reply.header("Skiff-Invocation"));
  }

  @Test
  void shouldSayThatAnInvocationWasDropped() {
    fleet
        .dispatcher()
        .policy((offset, invoke) ->
            List.of(
                TestDispatcher.settled(
                    offset, invoke, Outcome.DROPPED, null, null, "too-late", "not begun in time")));

    Reply reply = http().post(INVOKE);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.at("/code")).isEqualTo("invocation-dropped");
    assertThat(reply.at("/cause")).isEqualTo("too-late");
  }

  @Test
  void shouldSayThatItStillRunsWhenTheTimeIsOver() throws Exception {
    fleet
        .dispatcher()
        .policy((offset, invoke) ->
            List.of(
                new ReceiptEvent.AttemptBegun(
                    offset, F, 17, 1, TestDispatcher.VM, TestDispatcher.HOST, invoke.at())));

    Reply reply = http().post(INVOKE + "?timeout=100ms");

    assertThat(reply.status()).isEqualTo(504);
    assertThat(reply.at("/code")).isEqualTo("still-running");
    String id = reply.at("/invocation");
    Awaitility.await()
        .until(() -> http().get("/v1/invocations/" + id).at("/state").equals("running"));
    Reply receipt = http().get("/v1/invocations/" + id);
    assertThat(receipt.at("/vm")).isEqualTo("j0-aaaaaaaa.0");
    assertThat(receipt.at("/host")).isEqualTo("h1");
    assertThat(receipt.at("/version")).isEqualTo("17");
  }

  @Test
  void shouldNotWaitWhereItIsAskedNotTo() throws Exception {
    fleet.dispatcher().policy(TestDispatcher::nothing);

    Reply reply = http().post(INVOKE, "Prefer", "respond-async");

    assertThat(reply.status()).isEqualTo(202);
    String id = reply.at("/id");
    assertThat(reply.header("Location")).isEqualTo("/v1/invocations/" + id);
    TestDispatcher.Asked asked = fleet.dispatcher().next();
    assertThat(asked.invoke().notAfter()).isNull();
    assertThat(http().get("/v1/invocations/" + id).at("/state")).isEqualTo("queued");
    assertThat(http().get("/v1/functions/f").json().at("/status/queued").asInt()).isPositive();

    fleet
        .dispatcher()
        .write(F, new ReceiptEvent.AttemptFailed(asked.offset(), F, 1, "timed-out", "too slow", 9));
    awaitState(id, "retrying");
    assertThat(http().get("/v1/invocations/" + id).at("/code")).isEqualTo("timed-out");

    fleet
        .dispatcher()
        .write(F, TestDispatcher.echo(asked.offset(), asked.invoke()).toArray(ReceiptEvent[]::new));
    awaitState(id, "succeeded");
    assertThat(http().get("/v1/invocations/" + id).at("/start")).isEqualTo("cold");
    assertThat(http().get("/v1/functions/f/invocations").at("/items/0/id")).isEqualTo(id);
  }

  @Test
  void shouldBelieveOnlyWhoOwnsThePartition() throws Exception {
    fleet.dispatcher().policy(TestDispatcher::nothing);
    String id = http().post(INVOKE, "Prefer", "respond-async").at("/id");
    TestDispatcher.Asked asked = fleet.dispatcher().next();

    fleet
        .dispatcher()
        .pretend(
            F,
            TestDispatcher.settled(
                asked.offset(), asked.invoke(), Outcome.FAILED, null, null, "x", "not so"));
    fleet.dispatcher().claim(F);
    fleet
        .dispatcher()
        .write(F, TestDispatcher.echo(asked.offset(), asked.invoke()).toArray(ReceiptEvent[]::new));

    awaitState(id, "succeeded");
  }

  @Test
  void shouldLookAtTheRecordOfAnInvocationThatItHasNotWritten() throws Exception {
    fleet.dispatcher().policy(TestDispatcher::nothing);
    String id = http().post(INVOKE, "Prefer", "respond-async").at("/id");
    fleet.dispatcher().next();
    try (TestFleet other = fleet.another(folder)) {
      assertThat(other.http().get("/v1/invocations/" + id).at("/state")).isEqualTo("queued");
      assertThat(other.http().get("/v1/invocations/i0-99999999").at("/detail"))
          .contains("nothing was written there yet");
      assertThat(other.http().get("/v1/invocations/i99-0").status()).isEqualTo(404);
      assertThat(other.http().get("/v1/invocations/nonsense").at("/detail"))
          .contains("expected: such as i3-1207");
    }
  }

  @Test
  void shouldShowKeysThatStandStillAndLetThemGoOn() throws Exception {
    fleet.dispatcher().policy(TestDispatcher::nothing);
    http().post(INVOKE, "Prefer", "respond-async");
    TestDispatcher.Asked asked = fleet.dispatcher().next();
    fleet
        .dispatcher()
        .write(
            F,
            new ReceiptEvent.KeyParked(asked.offset(), F, "a/b", 3, "exit-nonzero", "exit 2", 7));
    Awaitility.await()
        .until(() -> http().get("/v1/functions/f/keys").at("/items/0/key").equals("a/b"));
    assertThat(http().get("/v1/functions/f/keys").at("/items/0/code")).isEqualTo("exit-nonzero");

    assertThat(http().post("/v1/functions/f/keys/a%2Fb/skip").status()).isEqualTo(202);

    ResumeKey resume = (ResumeKey) fleet.dispatcher().next().record();
    assertThat(resume.orderingKey()).isEqualTo("a/b");
    assertThat(resume.skip()).isTrue();
    fleet.dispatcher().write(F, new ReceiptEvent.KeyResumed(0, F, "a/b", 0, true));
    Awaitility.await()
        .until(() -> http().get("/v1/functions/f/keys").json().at("/items").isEmpty());
  }

  @Test
  void shouldBoundHowManyWait() {
    fleet.dispatcher().policy(TestDispatcher::nothing);
    CompletableFuture<Reply> one = http().postJsonLater(INVOKE + "?timeout=3s", "{}");
    CompletableFuture<Reply> two = http().postJsonLater(INVOKE + "?timeout=3s", "{}");
    Awaitility.await()
        .until(
            () -> http().get("/metrics").text().contains("skiff_gateway_waiting_invocations 2.0"));

    Reply third = http().post(INVOKE);

    assertThat(third.status()).isEqualTo(429);
    assertThat(third.at("/code")).isEqualTo("too-many-waiting");
    assertThat(one.join().status()).isEqualTo(504);
    assertThat(two.join().status()).isEqualTo(504);
  }

  @Test
  void shouldRefuseWhatIsTooLarge() {
    assertThat(http().postBytes(INVOKE, new byte[Payload.MAX_BYTES], "a/b").status())
        .isEqualTo(200);
    Reply reply = http().postBytes(INVOKE, new byte[Payload.MAX_BYTES + 1], "a/b");
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.at("/detail")).isEqualTo("262145 bytes of data (expected: at most 262144)");
    assertThat(http().postBytes(INVOKE, new byte[600 * 1024], "a/b").status()).isEqualTo(413);
  }

  private static void awaitState(String id, String state) {
    Awaitility.await().until(() -> http().get("/v1/invocations/" + id).at("/state").equals(state));
  }
}
