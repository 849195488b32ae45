package dev.skiff.cli.vm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.fixture.Bodies;
import dev.skiff.cli.fixture.Cli;
import dev.skiff.cli.fixture.FakeApi;
import dev.skiff.cli.fixture.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PsCommandTest {
  private static final String RUNNING = Bodies.vm(0, "web", "RUNNING", ",\"host\":\"h1\"");
  private static final String PENDING =
      Bodies.vm("j0-ccccdddd", 0, "", "PENDING", ",\"reason\":\"3 hosts: 3 lack memory\"");

  private final FakeApi api = new FakeApi();
  private final Cli cli = new Cli(api);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void shouldShowATable() {
    api.on("GET /v1/vms", Reply.json(Bodies.list(RUNNING, PENDING)));

    Cli.Result result = cli.run("ps");

    assertThat(result.out())
        .isEqualTo(
            """
            ID             NAME   IMAGE                 STATE    HOST  AGE  EXIT
            j0-aaaabbbb.0  web.0  skiff/busybox:latest  RUNNING  h1    75s  -
            j0-ccccdddd.0  -      skiff/busybox:latest  PENDING  -     75s  -
            """);
    assertThat(result.err()).isEmpty();
    assertThat(api.asked())
        .extracting(Object::toString)
        .containsExactly("GET /v1/vms?state=active&limit=1000");
  }

  @Test
  void shouldShowMoreWhenItIsWide() {
    api.on("GET /v1/vms", Reply.json(Bodies.list(PENDING)));

    assertThat(cli.run("ps", "-o", "wide").out())
        .isEqualTo(
            """
            ID             NAME  IMAGE                 STATE    HOST  AGE  EXIT  CPUS  MEMORY  RESTARTS  COMMAND        REASON
            j0-ccccdddd.0  -     skiff/busybox:latest  PENDING  -     75s  -     0.5   128MiB  0         sh -c echo hi  3 hosts: 3 lack memory
            """);
  }

  @Test
  void shouldPrintTheApisJsonUnchanged() throws Exception {
    api.on("GET /v1/vms", Reply.json(Bodies.list(RUNNING)));

    assertThat(new JsonMapper().readTree(cli.run("ps", "-o", "json").out()).get(0))
        .isEqualTo(new JsonMapper().readTree(RUNNING));
  }

  @Test
  void shouldPrintIdsOnly() {
    api.on("GET /v1/vms", Reply.json(Bodies.list(RUNNING, PENDING)));

    assertThat(cli.run("ps", "-q").out()).isEqualTo("j0-aaaabbbb.0\nj0-ccccdddd.0\n");
    assertThat(cli.run("ps", "-o", "name").out()).isEqualTo("j0-aaaabbbb.0\nj0-ccccdddd.0\n");
  }

  @Test
  void shouldHintOnStandardErrorWhenThereIsNothing() {
    api.on("GET /v1/vms", Reply.json(Bodies.list()));

    Cli.Result result = cli.run("ps");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("ID  NAME  IMAGE  STATE  HOST  AGE  EXIT\n");
    assertThat(result.err()).isEqualTo("no VM is active; skiff ps -a shows those that are over\n");
  }

  @Test
  void shouldPassFiltersOn() {
    api.on("GET /v1/vms", Reply.json(Bodies.list(RUNNING)));

    cli.run(
        "ps",
        "-a",
        "--job",
        "web",
        "--host",
        "h1",
        "-l",
        "a in (b,c)",
        "-f",
        "label=d=e",
        "-f",
        "status=exited");

    assertThat(api.asked())
        .extracting(Object::toString)
        .containsExactly(
            "GET /v1/vms?host=h1&job=web&selector=a%20in%20%28b%2Cc%29%2Cd%3De&state=exited&limit=1000");
  }

  @Test
  void shouldFollowThePagesUpToTheLimit() {
    String first = Bodies.list(RUNNING).replaceFirst("\\{", "{\"next\":\"abc=\",");
    api.on("GET /v1/vms", Reply.json(first), Reply.json(Bodies.list(PENDING)));

    assertThat(cli.run("ps", "-q", "--limit", "5").out())
        .isEqualTo("j0-aaaabbbb.0\nj0-ccccdddd.0\n");
    assertThat(api.asked())
        .extracting(Object::toString)
        .containsExactly(
            "GET /v1/vms?state=active&limit=5", "GET /v1/vms?state=active&limit=4&next=abc%3D");
  }

  @Test
  void shouldSayThatThereIsMore() {
    api.on(
        "GET /v1/vms", Reply.json(Bodies.list(RUNNING).replaceFirst("\\{", "{\"next\":\"abc\",")));

    Cli.Result result = cli.run("ps", "-q", "--limit", "1");

    assertThat(result.err()).isEqualTo("... and more; raise --limit to see them\n");
    assertThat(api.asked()).hasSize(1);
  }

  @Test
  void shouldColourStatesOnATerminalOnly() {
    api.on("GET /v1/vms", Reply.json(Bodies.list(RUNNING)));
    cli.terminal.on(StandardStream.OUT);

    assertThat(cli.run("ps").out()).contains("\u001b[32mRUNNING\u001b[0m");
    cli.environment.put("NO_COLOR", "1");
    assertThat(cli.run("ps").out()).doesNotContain("\u001b");
  }

  @Test
  void shouldNotLetAReasonSteerTheTerminal() {
    api.on(
        "GET /v1/vms",
        Reply.json(Bodies.list(Bodies.vm(0, "", "PENDING", ",\"reason\":\"a\\u001b[2Jb\\nc\""))));

    assertThat(cli.run("ps", "-o", "wide").out()).doesNotContain("\u001b").contains("a [2Jb c");
  }
}
