package dev.skiff.cli.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skiff.cli.fixture.Bodies;
import dev.skiff.cli.fixture.Cli;
import dev.skiff.cli.fixture.FakeApi;
import dev.skiff.cli.fixture.Reply;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunCommandTest {
  private static final String VM = "/v1/vms/j0-aaaabbbb.0";
  private static final String OUT = "{\"at\":1,\"stream\":\"stdout\",\"text\":\"6.1.0\\n\"}";
  private static final String END = "{\"stream\":\"end\"}";

  private final FakeApi api = new FakeApi();
  private final Cli cli = new Cli(api);

  @AfterEach
  void close() {
    api.close();
  }

  private void endsWith(String finished) {
    api.on("POST /v1/jobs", Reply.created(Bodies.job("", 1, "ACTIVE", "")))
        .on("GET " + VM, Reply.json(Bodies.vm(0, "", "RUNNING", "")))
        .on("GET " + VM + "/wait", Reply.json(finished));
  }

  private JsonNode submitted() throws Exception {
    return new JsonMapper().readTree(api.asked("POST /v1/jobs").getFirst().text());
  }

  @Test
  void shouldPrintWhatTheGuestPrintedByteForByteAndExitWithItsCode() throws Exception {
    endsWith(Bodies.exited(3));
    byte[] binary = {0, (byte) 0xff, (byte) 0xc3, '\n', 27};
    api.on(
        "GET " + VM + "/logs",
        Reply.lines(
            OUT,
            "{\"at\":2,\"stream\":\"stderr\",\"text\":\"oops ä\\n\"}",
            "",
            "{\"at\":3,\"stream\":\"stdout\",\"base64\":\"%s\"}"
                .formatted(Base64.getEncoder().encodeToString(binary)),
            END));

    Cli.Result result = cli.run("run", "skiff/busybox", "--", "sh", "-c", "uname -r; exit 3");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.printed().getBytes())
        .startsWith("6.1.0\n".getBytes(StandardCharsets.UTF_8))
        .endsWith(binary)
        .hasSize(6 + binary.length);
    assertThat(result.err()).isEqualTo("oops ä\n");
    assertThat(submitted())
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"apiVersion":"skiff.dev/v1alpha1","kind":"Job","metadata":{},
                     "spec":{"count":1,"vm":{"image":"skiff/busybox",
                       "command":["sh","-c","uname -r; exit 3"]}}}\
                    """));
    assertThat(api.asked("GET " + VM + "/logs"))
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.line()).endsWith("/logs?follow=true");
          assertThat(asked.headers()).containsEntry("accept", "application/x-ndjson");
        });
  }

  @Test
  void shouldSayEverythingThatTheOptionsSay() throws Exception {
    api.on("POST /v1/jobs", Reply.created(Bodies.job("web", 1, "ACTIVE", "")));
    cli.environment.put("COLOUR", "blue");

    Cli.Result result =
        cli.run(
            ("run -d --rm -i -t --name web --namespace shop --cpus 500m -m 256m --disk 1GiB "
                    + "-e A=1=2 -e COLOUR -e UNSET -w /srv -u nobody -l team=a -l b=c/d "
                    + "--restart on-failure:5 --constraint zone=a --priority 70 img:1 ls -l --rm")
                .split(" "));

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("j0-aaaabbbb.0\n");
    assertThat(submitted())
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"apiVersion":"skiff.dev/v1alpha1","kind":"Job",
                     "metadata":{"name":"web","namespace":"shop","labels":{"team":"a","b":"c/d"}},
                     "spec":{"count":1,"restart":{"policy":"on-failure","maxAttempts":5},
                       "ttlSecondsAfterFinished":60,
                       "vm":{"image":"img:1","command":["ls","-l","--rm"],
                         "env":{"A":"1=2","COLOUR":"blue"},"workdir":"/srv","user":"nobody",
                         "tty":true,"stdin":true,"cpus":"500m","memory":"256MiB","disk":"1GiB"},
                       "placement":{"constraints":["zone=a"],"priority":70}}}\
                    """));
  }

  @Test
  void shouldRemoveTheJobAfterwards() {
    endsWith(Bodies.exited(0));
    api.on("GET " + VM + "/logs", Reply.lines(OUT, END))
        .on("GET /v1/jobs/j0-aaaabbbb/wait", Reply.json(Bodies.job("", 1, "SUCCEEDED", "")))
        .on("DELETE /v1/jobs/j0-aaaabbbb", Reply.gone());

    Cli.Result result = cli.run("run", "--rm", "skiff/busybox");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(api.asked("DELETE /v1/jobs/j0-aaaabbbb")).hasSize(1);
  }

  @Test
  void shouldSendTheSameKeyAgainWhenTheOutcomeIsUnknown() {
    Reply unknown =
        Reply.problem(503, "outcome-unknown", "Nobody knows", "ask again").with("Retry-After", "0");
    api.on("POST /v1/jobs", unknown, Reply.created(Bodies.job("", 1, "ACTIVE", "")));

    assertThat(cli.run("run", "-d", "skiff/busybox").exitCode()).isZero();

    assertThat(api.asked("POST /v1/jobs"))
        .hasSize(2)
        .extracting(asked -> asked.headers().get("idempotency-key"))
        .doesNotContainNull()
        .containsOnly(api.asked("POST /v1/jobs").getFirst().headers().get("idempotency-key"));
  }

  @Test
  void shouldGiveUpOnAFleetThatCannotAnswer() {
    api.on(
        "POST /v1/jobs",
        Reply.problem(503, "kafka-unreachable", "Kafka is out of reach", "try again")
            .with("Retry-After", "0"));

    Cli.Result result = cli.run("run", "skiff/busybox");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("Kafka is out of reach: try again (kafka-unreachable)");
    assertThat(api.asked("POST /v1/jobs")).hasSize(5);
  }

  @Test
  void shouldTakeABrokenLogUpWhereItBroke() {
    endsWith(Bodies.exited(0));
    String one = "{\"at\":7,\"stream\":\"stdout\",\"text\":\"one\\n\"}";
    String two = "{\"at\":7,\"stream\":\"stdout\",\"text\":\"two\\n\"}";
    String three = "{\"at\":7,\"stream\":\"stdout\",\"text\":\"three\\n\"}";
    api.on("GET " + VM + "/logs", Reply.brokenLines(one, two), Reply.lines(one, two, three, END));

    Cli.Result result = cli.run("run", "skiff/busybox");

    assertThat(result.out()).isEqualTo("one\ntwo\nthree\n");
    assertThat(api.asked("GET " + VM + "/logs"))
        .extracting(Object::toString)
        .containsExactly(
            "GET " + VM + "/logs?follow=true", "GET " + VM + "/logs?follow=true&since=7");
  }

  @Test
  void shouldGoOnWithTheNextLifeOfAVmThatIsRestarted() {
    api.on("POST /v1/jobs", Reply.created(Bodies.job("", 1, "ACTIVE", "")))
        .on(
            "GET " + VM,
            () -> {
              String first = Bodies.vm(0, "", "RUNNING", "");
              return Reply.json(
                  api.asked("GET " + VM + "/wait").isEmpty()
                      ? first
                      : first.replace("\"incarnation\":1", "\"incarnation\":2"));
            })
        .on(
            "GET " + VM + "/wait",
            Reply.problem(408, "wait-timeout", "not yet", ""),
            Reply.json(Bodies.exited(0)))
        .on(
            "GET " + VM + "/logs",
            Reply.lines("{\"at\":9,\"stream\":\"stdout\",\"text\":\"first\\n\"}", END),
            Reply.lines("{\"at\":5,\"stream\":\"stdout\",\"text\":\"second\\n\"}", END));

    Cli.Result result = cli.run("run", "--restart", "always", "skiff/busybox");

    assertThat(result.out()).isEqualTo("first\nsecond\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void shouldStopTheVmAtCtrlCAndCutItsPowerAtTheSecond() throws Exception {
    CountDownLatch killed = new CountDownLatch(1);
    endsWith(Bodies.exited(143));
    api.on(
            "GET " + VM + "/logs",
            () -> {
              await().until(() -> killed.getCount() == 0);
              return Reply.lines(END);
            })
        .on("POST " + VM + "/stop", Reply.accepted())
        .on(
            "POST " + VM + "/kill",
            () -> {
              killed.countDown();
              return Reply.accepted();
            });

    var running = cli.start("run", "skiff/busybox", "sleep", "100");
    cli.interrupts.press();
    await().until(() -> api.asked("POST " + VM + "/stop").size() == 1);
    assertThat(api.asked("POST " + VM + "/kill")).isEmpty();
    cli.interrupts.press();
    Cli.Result result = running.get(20, TimeUnit.SECONDS);

    assertThat(result.exitCode()).isEqualTo(143);
    assertThat(api.asked("POST " + VM + "/stop").getFirst().line()).endsWith("?grace=10000ms");
    assertThat(result.err())
        .isEqualTo(
            """
            skiff: stopping j0-aaaabbbb.0; press Ctrl-C again to cut its power
            skiff: cutting the power of j0-aaaabbbb.0
            """);
  }

  @Test
  void shouldLeaveTheVmAloneAtTheThirdCtrlC() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    endsWith(Bodies.exited(0));
    api.on("GET " + VM + "/logs", Reply.lines(OUT))
        .on("POST " + VM + "/stop", Reply.accepted())
        .on("POST " + VM + "/kill", Reply.accepted());
    api.on(
        "GET " + VM + "/logs",
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Reply.lines(END);
        });

    var running = cli.start("run", "skiff/busybox");
    await().until(() -> api.asked("GET " + VM + "/logs").size() == 2);
    cli.interrupts.press();
    cli.interrupts.press();
    cli.interrupts.press();

    assertThat(running.get(20, TimeUnit.SECONDS).exitCode()).isEqualTo(130);
    never.countDown();
  }

  @Test
  void shouldStopTheVmAtTheTimeout() {
    cli.clock = InstantSource.system();
    CountDownLatch stopped = new CountDownLatch(1);
    endsWith(Bodies.exited(143));
    api.on(
            "GET " + VM + "/logs",
            () -> {
              await().until(() -> stopped.getCount() == 0);
              return Reply.lines(END);
            })
        .on(
            "POST " + VM + "/stop",
            () -> {
              stopped.countDown();
              return Reply.accepted();
            });

    Cli.Result result = cli.run("run", "--timeout", "100ms", "skiff/busybox");

    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(result.err()).isEqualTo("skiff: j0-aaaabbbb.0 was stopped: timeout after 0.1s\n");
  }

  @Test
  void shouldSayWhyAVmNeverRanAndWhatToDo() {
    endsWith(Bodies.failed("image-not-found", "no image nope:latest on h1"));
    api.on(
        "GET " + VM + "/logs",
        Reply.problem(409, "vm-not-running", "The VM does not run", "it is FAILED"));

    Cli.Result result = cli.run("run", "nope");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            """
            skiff: no image nope:latest on h1 (image-not-found)
              → get it onto the hosts: skiff image pull REF, or skiff image import
            """);
  }

  @Test
  void shouldExitWithTheShellsCodeForACommandThatIsNotThere() {
    endsWith(
        Bodies.failed("command-not-found", "no such command: foo")
            .replace("\"signal\":0", "\"code\":127,\"signal\":0"));
    api.on("GET " + VM + "/logs", Reply.lines(END));

    Cli.Result result = cli.run("run", "skiff/busybox", "foo");

    assertThat(result.exitCode()).isEqualTo(127);
    assertThat(result.err()).startsWith("skiff: no such command: foo (command-not-found)\n");
  }

  @Test
  void shouldExitWith2WhenNoHostCanEverHoldIt() {
    api.on(
        "POST /v1/jobs",
        Reply.problem(422, "never-fits", "No host could ever hold it", "3 hosts: memory"));

    Cli.Result result = cli.run("run", "-m", "4TiB", "skiff/busybox");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            """
            skiff: No host could ever hold it: 3 hosts: memory (never-fits)
              → see what hosts have: skiff host ls -o wide
            """);
  }

  @Test
  void shouldShowEachFieldThatIsWrong() {
    String body =
        """
        {"type":"urn:skiff:problem:invalid-manifest","title":"The manifest is not in order",
         "status":422,"code":"invalid-manifest","detail":"2 fields are wrong","errors":[
           {"pointer":"#/spec/vm/cpus","detail":"\\"-1\\" (expected: CPUs such as 0.5)"},
           {"pointer":"#/metadata/name","detail":"\\"A\\" (expected: a-z)"}]}\
        """;
    api.on("POST /v1/jobs", new Reply(422, Map.of(), body, false));

    assertThat(cli.run("run", "--cpus", "-1", "--name", "A", "skiff/busybox").err())
        .isEqualTo(
            """
            skiff: The manifest is not in order: 2 fields are wrong (invalid-manifest)
              #/spec/vm/cpus: "-1" (expected: CPUs such as 0.5)
              #/metadata/name: "A" (expected: a-z)
            """);
  }
}
