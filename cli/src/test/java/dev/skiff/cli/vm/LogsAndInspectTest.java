package dev.skiff.cli.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.cli.fixture.Bodies;
import dev.skiff.cli.fixture.Cli;
import dev.skiff.cli.fixture.FakeApi;
import dev.skiff.cli.fixture.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogsAndInspectTest {
  private static final String LOGS = "GET /v1/vms/j0-aaaabbbb.0/logs";

  private final FakeApi api = new FakeApi();
  private final Cli cli = new Cli(api);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void shouldPutTheTimeBeforeEachLineAndNotWithinOne() {
    api.on(
        LOGS,
        Reply.lines(
            "{\"at\":1764000000000001,\"stream\":\"stdout\",\"text\":\"a\\nb\"}",
            "{\"at\":1764000000000002,\"stream\":\"stdout\",\"text\":\"c\\nd\\n\"}",
            "{\"at\":1764000000000003,\"stream\":\"dropped\",\"text\":\"12 bytes are missing\"}"));

    Cli.Result result = cli.run("logs", "-t", "j0-aaaabbbb.0");

    assertThat(result.out())
        .isEqualTo(
            """
            2025-11-24T16:00:00.000001Z a
            2025-11-24T16:00:00.000001Z bc
            2025-11-24T16:00:00.000002Z d
            """);
    assertThat(result.err()).isEqualTo("skiff: 12 bytes are missing\n");
  }

  @Test
  void shouldAskForWhatCameSinceATimeAgo() {
    api.on(LOGS, Reply.lines());

    cli.run("logs", "--since", "10m", "j0-aaaabbbb.0");
    cli.run("logs", "-n", "20", "j0-aaaabbbb.0");

    assertThat(api.asked())
        .extracting(Object::toString)
        .containsExactly(LOGS + "?since=2026-11-24T11%3A50%3A00Z", LOGS + "?tail=20");
  }

  @Test
  void shouldRefuseATimeThatIsNone() {
    Cli.Result result = cli.run("logs", "--since", "yesterday", "j0-aaaabbbb.0");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "skiff: --since: \"yesterday\" (expected: such as 10m, or 2026-01-31T12:00:00Z)\n");
  }

  @Test
  void shouldShowWhereTheTimeOfAStartWent() {
    String vm =
        Bodies.vm(0, "web", "RUNNING", ",\"host\":\"h1\"")
            .replace(
                "\"receipt\":{}",
                """
                "receipt":{"accepted":4.2,"placed":0,"agent":2.05,"vmm":35,"guestReady":2600.4,
                  "command":20,"total":2661.65}\
                """);
    api.on("GET /v1/vms", Reply.json(Bodies.list(vm)));

    assertThat(cli.run("inspect", "--receipt", "web.0").out())
        .isEqualTo(
            """
            j0-aaaabbbb.0 (skiff/busybox:latest) on h1: 2.66 s from submit to running command
            STEP            TOOK  SHARE                    WHAT
            accepted      4.2 ms  ▏                        submitted until it was in the log
            placed          0 µs  ▏                        until it had a host
            agent         2.1 ms  ▏                        until the host's agent had read the order
            VMM          35.0 ms  ▏                        until the VMM was spawned, the image fetched if need be
            guest ready   2.60 s  ███████████████████████  until the guest's kernel had booted
            command      20.0 ms  ▏                        until its command ran
            """);
  }

  @Test
  void shouldFindAVmOrElseAJobOrElseAHost() {
    String vm = Bodies.vm(0, "web", "RUNNING", "");
    String second = Bodies.vm(1, "web", "RUNNING", "");
    api.on("GET /v1/vms", Reply.json(Bodies.list(vm, second)), Reply.json(Bodies.list()))
        .on(
            "GET /v1/jobs",
            Reply.json(Bodies.list(Bodies.job("web", 2, "ACTIVE", ""))),
            Reply.json(Bodies.list()))
        .on(
            "GET /v1/hosts",
            Reply.json(Bodies.list()),
            Reply.json(Bodies.list(Bodies.host("h1", "READY"))));

    assertThat(cli.run("inspect", "j0-aa").out()).contains("\"kind\" : \"Job\"");
    assertThat(cli.run("inspect", "h").out()).contains("\"kind\" : \"Host\"");
  }

  @Test
  void shouldPrintYaml() {
    api.on("GET /v1/vms", Reply.json(Bodies.list(Bodies.exited(0))));

    assertThat(cli.run("inspect", "-o", "yaml", "j0-aaaabbbb.0").out())
        .startsWith("apiVersion: skiff.dev/v1alpha1\nkind: Vm\nmetadata:\n  id: j0-aaaabbbb.0\n")
        .contains("cpus: \"0.5\"");
  }
}
