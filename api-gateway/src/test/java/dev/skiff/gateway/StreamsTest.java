package dev.skiff.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.gateway.fixture.FakeAgent;
import dev.skiff.gateway.fixture.Http.Reply;
import dev.skiff.gateway.fixture.TestFleet;
import dev.skiff.gateway.fixture.Things;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsTest {
  private static final VmId VM = VmId.parse("j0-aaaaaaaa.0");
  @TempDir private static Path folder;
  private static TestFleet fleet;
  private static FakeAgent agent;
  private final Job job = Things.job("j0-aaaaaaaa", 1_000_000);

  @BeforeAll
  static void start() throws Exception {
    agent = new FakeAgent();
    fleet = TestFleet.start(folder);
  }

  @AfterAll
  static void stop() {
    fleet.close();
    agent.close();
  }

  @BeforeEach
  void fill() {
    fleet.views().clear();
    fleet.views().put(Things.host("h1", agent.address(), Map.of()), 1);
    fleet.views().put(job, 5);
    fleet.views().put(Things.vm(VM.toString(), VmStatus.RUNNING, "h1"), job, 5);
    agent.requests().clear();
    agent.following().set(null);
  }

  @Test
  void shouldPassOnWhatTheHostHas() {
    Reply logs = fleet.http().get("/v1/vms/j0-aaaaaaaa.0/logs?tail=5&timestamps=true");

    assertThat(logs.status()).isEqualTo(200);
    assertThat(logs.text()).isEqualTo("hello\n");
    assertThat(logs.header("X-Skiff-Incarnation")).isEqualTo("1");
    assertThat(agent.requests())
        .containsExactly("GET /v1/vms/j0-aaaaaaaa.0/logs?follow=false&tail=5&timestamps=true");
  }

  @Test
  void shouldFollowFromTheStartOfAVmThatHasNoHostYet() throws Exception {
    fleet.views().put(Things.vm(VM.toString(), VmStatus.PENDING, null, "no room", null), job, 5);
    CompletableFuture<InputStream> stream =
        fleet
            .http()
            .client()
            .sendAsync(
                HttpRequest.newBuilder(
                        URI.create(fleet.http().base() + "/v1/vms/j0-aaaaaaaa.0/logs?follow=true"))
                    .build(),
                BodyHandlers.ofInputStream())
            .thenApply(response -> response.body());
    long offset =
        fleet.owner().write(List.of(new CellEvent.VmsStarting(VM.job(), VM.index(), 1, 1)));
    fleet.views().put(Things.vm(VM.toString(), VmStatus.STARTING, "h1"), job, offset);
    fleet.views().reached(offset);

    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.get(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("hello");
      Objects.requireNonNull(agent.following().get()).write("more\n");
      assertThat(lines.readLine()).isEqualTo("more");
      Objects.requireNonNull(agent.following().get()).end("last\n");
      assertThat(lines.readLine()).isEqualTo("last");
      assertThat(lines.readLine()).isNull();
    }
  }

  @Test
  void shouldCutAStreamThatBreaksRatherThanEndIt() throws Exception {
    InputStream stream = follow();
    assertThat(stream.readNBytes(6)).asString(StandardCharsets.UTF_8).isEqualTo("hello\n");

    Objects.requireNonNull(agent.following().get()).reset();

    assertThatThrownBy(stream::readAllBytes).isInstanceOf(IOException.class);
  }

  @Test
  void shouldLetTheHostGoWhenTheClientGoes() throws Exception {
    InputStream stream = follow();
    assertThat(stream.read()).isEqualTo('h');

    stream.close();

    Awaitility.await().until(() -> Objects.requireNonNull(agent.following().get()).closed());
  }

  @Test
  void shouldSayWhyAVmNeverRan() {
    ExitStatus exit = ExitStatus.failed("image-not-found", "pull it first", 1);
    fleet.views().put(Things.vm(VM.toString(), VmStatus.FAILED, null, null, exit), job, 6);

    Reply logs = fleet.http().get("/v1/vms/j0-aaaaaaaa.0/logs?follow=true");

    assertThat(logs.status()).isEqualTo(409);
    assertThat(logs.at("/code")).isEqualTo("vm-not-running");
    assertThat(logs.at("/detail"))
        .isEqualTo("j0-aaaaaaaa.0 is FAILED: image-not-found: pull it first");
  }

  @Test
  void shouldSayThatAnAgentIsOutOfReach() {
    fleet.views().put(Things.host("h1", "http://127.0.0.1:1", Map.of()), 2);

    Reply logs = fleet.http().get("/v1/vms/j0-aaaaaaaa.0/logs");

    assertThat(logs.status()).isEqualTo(503);
    assertThat(logs.at("/code")).isEqualTo("agent-unreachable");
    assertThat(logs.at("/detail")).contains("host h1 (READY) at http://127.0.0.1:1");
  }

  @Test
  void shouldJoinTheClientsWebSocketToTheHosts() throws Exception {
    Listener listener = new Listener();
    WebSocket socket = connect("/v1/vms/j0-aaaaaaaa.0/exec", listener);

    assertThat(listener.next()).isEqualTo("{\"started\":true}");
    socket.sendText("{\"command\":[\"sh\"]}", true).get();
    assertThat(listener.next()).isEqualTo("echo {\"command\":[\"sh\"]}");
    byte[] large = new byte[60_000];
    large[59_999] = 7;
    socket.sendBinary(ByteBuffer.wrap(large), true).get();
    assertThat(listener.next()).isEqualTo("binary 60000 7");
    socket.sendText("bye", true).get();
    assertThat(listener.next()).isEqualTo("{\"exit\":3}");
    assertThat(listener.next()).isEqualTo("closed 4003 done");
  }

  @Test
  void shouldRefuseAWebSocketAsAnHttpAnswer() {
    fleet.views().put(Things.vm(VM.toString(), VmStatus.STARTING, "h1"), job, 6);

    assertThatThrownBy(() -> connect("/v1/vms/j0-aaaaaaaa.0/exec", new Listener()))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(409));
  }

  @Test
  void shouldListTheImagesOfEveryHost() {
    fleet.views().put(Things.host("h2", "http://127.0.0.1:1", Map.of()), 2);

    Reply images = fleet.http().get("/v1/images");

    assertThat(images.status()).isEqualTo(200);
    assertThat(images.at("/items/0/name")).isEqualTo("skiff/busybox:latest");
    assertThat(images.at("/items/0/hosts/0")).isEqualTo("h1");
    assertThat(images.at("/unreachable/0/host")).isEqualTo("h2");
    assertThat(images.at("/unreachable/0/code")).isEqualTo("agent-unreachable");
  }

  @Test
  void shouldGiveAnArchiveToEveryHostAndKeepNothing() throws Exception {
    Reply reply = upload("/v1/images/import?name=a/b", 300_000);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/results/0/ok")).isEqualTo("true");
    assertThat(reply.at("/digest")).isEqualTo("sha256:2");
    assertThat(agent.imported()).isEqualTo(300_000);
    Awaitility.await().until(() -> isEmpty(folder));
  }

  @Test
  void shouldShowWhichHostsDidNotTakeAnImage() {
    fleet.views().put(Things.host("h2", "http://127.0.0.1:1", Map.of()), 2);

    Reply partial = upload("/v1/images/import", 10);
    Reply refused = upload("/v1/images/import?name=bad", 10);

    assertThat(partial.status()).isEqualTo(207);
    assertThat(partial.json().at("/results").findValuesAsText("ok"))
        .containsExactly("true", "false");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.at("/detail")).contains("malformed-image: no manifest.json");
  }

  @Test
  void shouldRefuseAnArchiveOverTheLimit() throws Exception {
    assertThat(upload("/v1/images/import", 1024 * 1024 + 1).at("/code"))
        .isEqualTo("body-too-large");
    Awaitility.await().until(() -> isEmpty(folder));
    // What is left of the refused body must not stand in the way of what comes after it.
    assertThat(fleet.http().get("/healthz").status()).isEqualTo(200);
  }

  @Test
  void shouldStreamThePullsOfAllHosts() {
    String[] lines =
        fleet
            .http()
            .postJson("/v1/images/pull", "{\"image\":\"r.example/a:1\"}")
            .text()
            .split("\n", -1);
    String failed =
        fleet.http().postJson("/v1/images/pull", "{\"image\":\"r.example/missing:1\"}").text();

    assertThat(lines[0])
        .isEqualTo("{\"phase\":\"download\",\"done\":1,\"total\":2,\"host\":\"h1\"}");
    assertThat(lines[1]).contains("\"finished\":true").contains("sha256:3");
    assertThat(failed).contains("\"ok\":false").contains("no such tag");
  }

  @Test
  void shouldRemoveImagesEverywhere() {
    assertThat(fleet.http().delete("/v1/images/skiff%2Fbusybox").status()).isEqualTo(200);
    assertThat(fleet.http().delete("/v1/images/nothing").status()).isEqualTo(404);
    Reply used = fleet.http().delete("/v1/images/used");
    assertThat(used.status()).isEqualTo(409);
    assertThat(used.at("/code")).isEqualTo("image-in-use");
    assertThat(fleet.http().delete("/v1/images/NOPE").status()).isEqualTo(400);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static Reply upload(String path, int bytes) {
    return fleet.http().postBytes(path, new byte[bytes], "application/octet-stream");
  }

  private static InputStream follow() throws Exception {
    String uri = fleet.http().base() + "/v1/vms/j0-aaaaaaaa.0/logs?follow=true";
    InputStream stream =
        fleet
            .http()
            .client()
            .send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofInputStream())
            .body();
    Awaitility.await().until(() -> agent.following().get() != null);
    return stream;
  }

  private static WebSocket connect(String path, Listener listener) {
    return fleet
        .http()
        .client()
        .newWebSocketBuilder()
        .buildAsync(URI.create(fleet.http().base().replace("http:", "ws:") + path), listener)
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }

  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private int bytes;

    String next() throws InterruptedException {
      return String.valueOf(received.poll(20, TimeUnit.SECONDS));
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        received.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      bytes += data.remaining();
      if (last) {
        received.add("binary " + bytes + " " + data.get(data.limit() - 1));
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      received.add("closed " + code + " " + reason);
      return CompletableFuture.completedFuture(null);
    }
  }
}
