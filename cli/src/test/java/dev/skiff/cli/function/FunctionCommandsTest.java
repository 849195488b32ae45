package dev.skiff.cli.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skiff.cli.fixture.Asked;
import dev.skiff.cli.fixture.Bodies;
import dev.skiff.cli.fixture.Cli;
import dev.skiff.cli.fixture.FakeApi;
import dev.skiff.cli.fixture.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionCommandsTest {
  private static final String FUNCTION =
      """
      {"apiVersion":"skiff.dev/v1alpha1","kind":"Function",
       "metadata":{"name":"count","namespace":"default","labels":{}},
       "spec":{"vm":{"image":"skiff/busybox"},"protocol":"http","port":8080,"concurrency":4,"timeout":"30s",
        "scale":{"min":0,"max":10},"retries":{"maxAttempts":3,"backoff":"1s","maxBackoff":"1m"},
        "triggers":[{"name":"a","events":{}},{"name":"b","cron":{"schedule":"* * * * *"}}]},
       "status":{"version":17,"deployed":"2026-11-24T11:58:45.000000Z","queued":2,"parked":1,
        "vms":{"pending":0,"starting":1,"running":2,"stopping":0}}}\
      """;

  private final FakeApi api = new FakeApi();
  private final Cli cli = new Cli(api);

  @TempDir private Path folder;

  @AfterEach
  void close() {
    api.close();
  }

  private static JsonNode json(Asked asked) throws Exception {
    return new JsonMapper().readTree(asked.text());
  }

  @Test
  void shouldListFunctions() {
    api.on("GET /v1/functions", Reply.json(Bodies.list(FUNCTION)));

    assertThat(cli.run("fn", "ls").out())
        .isEqualTo(
            """
            NAME   IMAGE          PROTOCOL  TRIGGERS                QUEUED  VERSION  AGE
            count  skiff/busybox  http      events, cron * * * * *  2       17       75s
            """);
  }

  @Test
  void shouldShowAFunction() {
    api.on("GET /v1/functions/count", Reply.json(FUNCTION));

    assertThat(cli.run("fn", "show", "count").out())
        .isEqualTo(
            """
            Function:      count
            Namespace:     default
            Image:         skiff/busybox
            Protocol:      http on port 8080, 4 at once
            Timeout:       30s
            Scale:         0 to 10 VMs
            Attempts:      3, 1s to 1m apart
            Triggers:      events
                           cron * * * * *
            VMs:           2 running, 1 starting, 0 waiting
            Queued:        2
            Stopped keys:  1
            Version:       17
            Deployed:      75s ago
            """);
  }

  @Test
  void shouldDeployWhatTheCommandLineSays() throws Exception {
    api.on("PUT /v1/functions/count", Reply.created(FUNCTION));

    Cli.Result result =
        cli.run(
            "fn",
            "deploy",
            "count",
            "--image",
            "skiff/busybox",
            "-e",
            "A=1",
            "--max",
            "3",
            "--event-type",
            "com.example.a",
            "--",
            "wc",
            "-c");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("count\n");
    assertThat(result.err()).isEqualTo("count is deployed as version 17\n");
    JsonNode sent = json(api.asked("PUT").getFirst());
    assertThat(sent.at("/kind").asText()).isEqualTo("Function");
    assertThat(sent.at("/spec/vm/command").toString()).isEqualTo("[\"wc\",\"-c\"]");
    assertThat(sent.at("/spec/vm/env/A").asText()).isEqualTo("1");
    assertThat(sent.at("/spec/scale").toString()).isEqualTo("{\"max\":3}");
    assertThat(sent.at("/spec/triggers/0/filters/0/exact/type").asText())
        .isEqualTo("com.example.a");
    assertThat(sent.at("/spec").has("timeout")).isFalse();
  }

  @Test
  void shouldDeployManifestsIntoTheirNamespaces() throws Exception {
    api.on("PUT /v1/functions/count", Reply.created(FUNCTION));
    Path file = folder.resolve("f.yaml");
    Files.writeString(
        file,
        """
        kind: Function
        metadata: {name: count, namespace: media}
        spec: {vm: {image: a}}
        """);

    assertThat(cli.run("fn", "deploy", "-f", file.toString()).exitCode()).isZero();

    assertThat(api.asked("PUT").getFirst().line())
        .isEqualTo("PUT /v1/functions/count?namespace=media");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fn deploy | neither (expected: -f FILE, or a NAME)
          fn deploy count | --image: missing
          fn deploy count -f x.yaml | both (expected: -f FILE, or a NAME)
          fn invoke count -H nonsense | -H: "nonsense" (expected: NAME: VALUE)
          fn invoke count -d @/no/such/file | -d: no file /no/such/file
          fn | fn: which command?
          event | event: which command?
          """)
  void shouldRefuseACommandLineThatIsWrong(String line, String message) {
    Cli.Result result = cli.run(line.split(" "));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains(message);
  }

  @Test
  void shouldRefuseAManifestOfAnotherKind() {
    Cli.Result result = cli.input("kind: Job\nspec: {}\n").run("fn", "deploy", "-f", "-");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("kind: Job (expected: Function)");
  }

  @Test
  void shouldPrintWhatAFunctionAnswers() {
    api.on(
        "POST /v1/functions/count/invoke",
        new Reply(200, Map.of("Content-Type", "text/plain"), "7\n", false));

    Cli.Result result = cli.run("fn", "invoke", "count", "-d", "{\"n\":7}", "--timeout", "5s");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("7\n");
    Asked asked = api.asked("POST").getFirst();
    assertThat(asked.line()).isEqualTo("POST /v1/functions/count/invoke?timeout=5000ms");
    assertThat(asked.headers()).containsEntry("content-type", "application/json");
    assertThat(asked.text()).isEqualTo("{\"n\":7}");
  }

  @Test
  void shouldSendAFileOrStandardInputWithTheHeadersThatAreGiven() throws Exception {
    api.on("POST /v1/functions/count/invoke", Reply.json("{}"));
    Path file = folder.resolve("a.txt");
    Files.writeString(file, "hello");

    cli.run("fn", "invoke", "count", "-d", "@" + file, "-H", "ce-type: a");
    cli.input("from here").run("fn", "invoke", "count", "-d", "-", "-H", "Content-Type: a/b");

    assertThat(api.asked("POST").getFirst().text()).isEqualTo("hello");
    assertThat(api.asked("POST").getFirst().headers())
        .containsEntry("content-type", "text/plain; charset=utf-8")
        .containsEntry("ce-type", "a");
    assertThat(api.asked("POST").getLast().text()).isEqualTo("from here");
    assertThat(api.asked("POST").getLast().headers()).containsEntry("content-type", "a/b");
  }

  @Test
  void shouldSayWhyAFunctionFailed() {
    api.on(
        "POST /v1/functions/count/invoke",
        Reply.problem(502, "function-failed", "The function failed", "exit code 2"));

    Cli.Result result = cli.run("fn", "invoke", "count");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("skiff: The function failed: exit code 2");
    assertThat(api.asked("POST")).hasSize(1);
  }

  @Test
  void shouldExitWith124WhenTheTimeIsOver() {
    api.on(
        "POST /v1/functions/count/invoke",
        Reply.problem(504, "still-running", "It is not over", "invocation i3-7 is running"));

    Cli.Result result = cli.run("fn", "invoke", "count");

    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(result.err()).contains("invocation i3-7 is running");
  }

  @Test
  void shouldPrintTheIdOfAnInvocationThatNobodyWaitsFor() {
    api.on("POST /v1/functions/count/invoke", new Reply(202, Map.of(), "{\"id\":\"i3-7\"}", false));

    assertThat(cli.run("fn", "invoke", "--async", "count").out()).isEqualTo("i3-7\n");
    assertThat(api.asked("POST").getFirst().headers()).containsEntry("prefer", "respond-async");
  }

  @Test
  void shouldListInvocations() {
    api.on(
        "GET /v1/functions/count/invocations",
        Reply.json(
            Bodies.list(
                """
                {"id":"i3-8","state":"running","attempts":1,"timings":{"queued":"2026-11-24T11:59:50.000000Z"}}\
                """,
                """
                {"id":"i3-7","state":"failed","attempts":3,"start":"warm","code":"exit-nonzero","detail":"exit code 2",
                 "timings":{"queued":"2026-11-24T11:58:45.000000Z","began":"2026-11-24T11:58:46.000000Z","ended":"2026-11-24T11:58:48.500000Z"}}\
                """)));

    assertThat(cli.run("fn", "invocations", "count").out())
        .isEqualTo(
            """
            ID    STATE    ATTEMPTS  START  RAN     AGE  WHY
            i3-8  running  1         -      -       10s  -
            i3-7  failed   3         warm   2.50 s  75s  exit code 2
            """);
  }

  @Test
  void shouldPrintTheLogsOfItsVms() {
    api.on("GET /v1/functions/count", Reply.json(FUNCTION));
    api.on("GET /v1/vms", Reply.json(Bodies.list(Bodies.vm(0, "", "RUNNING", ",\"host\":\"h1\""))));
    api.on(
        "GET /v1/vms/j0-aaaabbbb.0/logs",
        Reply.lines(
            "{\"stream\":\"stdout\",\"at\":1,\"text\":\"hello\\n\"}", "{\"stream\":\"end\"}"));

    Cli.Result result = cli.run("fn", "logs", "count");

    assertThat(result.out()).as(result.err()).isEqualTo("hello\n");
    assertThat(result.err()).contains("==> j0-aaaabbbb.0 <==");
    assertThat(api.asked("GET /v1/vms?").getFirst().line())
        .contains("selector=skiff.dev%2Ffunction%3Dcount");
  }

  @Test
  void shouldRemoveFunctions() {
    api.on("DELETE /v1/functions/count", Reply.accepted());

    Cli.Result result = cli.run("fn", "rm", "count", "other");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEqualTo("count\n");
    assertThat(result.err()).contains("no DELETE /v1/functions/other");
  }

  @Test
  void shouldSendAnEvent() {
    api.on(
        "POST /v1/events",
        new Reply(
            202,
            Map.of(),
            "{\"accepted\":1,\"invocations\":[{\"id\":\"i3-7\",\"function\":\"f\",\"namespace\":\"ns\"}]}",
            false));

    Cli.Result result =
        cli.run(
            "event",
            "send",
            "--type",
            "a.b",
            "--source",
            "/s",
            "--subject",
            "Größe 1",
            "-d",
            "x y");

    assertThat(result.out()).as(result.err()).isEqualTo("i3-7  ns/f\n");
    Asked asked = api.asked("POST").getFirst();
    assertThat(asked.text()).isEqualTo("x y");
    assertThat(asked.headers())
        .containsEntry("ce-specversion", "1.0")
        .containsEntry("ce-type", "a.b")
        .containsEntry("ce-source", "/s")
        .containsEntry("ce-subject", "Gr%C3%B6%C3%9Fe%201")
        .containsEntry("ce-time", "2026-11-24T12:00:00Z")
        .containsKey("ce-id");
  }

  @Test
  void shouldSayWhenNobodyWantsAnEvent() {
    api.on(
        "POST /v1/events", new Reply(202, Map.of(), "{\"accepted\":1,\"invocations\":[]}", false));

    Cli.Result result = cli.run("event", "send", "--type", "a", "--source", "/s");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEqualTo("no function has a trigger for it\n");
  }
}
