package dev.skiff.cli.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.fixture.Bodies;
import dev.skiff.cli.fixture.Cli;
import dev.skiff.cli.fixture.FakeApi;
import dev.skiff.cli.fixture.Reply;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetCommandsTest {
  private static final String FLEET =
      """
      {"status":{"hosts":{"total":3,"ready":2},"vms":{"running":4,"pending":1},
        "used":{"cpus":"2","memory":"512MiB"},"promisable":{"cpus":"8","memory":"4GiB"}}}\
      """;

  private final FakeApi api = new FakeApi();
  private final Cli cli = new Cli(api);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void shouldListHosts() {
    api.on(
        "GET /v1/hosts",
        Reply.json(Bodies.list(Bodies.host("h1", "READY"), Bodies.host("h2", "SUSPECT"))));

    assertThat(cli.run("host", "ls").out())
        .isEqualTo(
            """
            HOST  STATE    VMS   CPUS   MEMORY       DISK          DRIVER    JOINED
            h1    READY    3/32  1.5/4  384MiB/2GiB  768MiB/10GiB  qemu-tcg  3h
            h2    SUSPECT  3/32  1.5/4  384MiB/2GiB  768MiB/10GiB  qemu-tcg  3h
            """);
  }

  @Test
  void shouldShowAHostWithItsVms() {
    api.on("GET /v1/hosts", Reply.json(Bodies.list(Bodies.host("h1", "READY"))))
        .on(
            "GET /v1/vms",
            Reply.json(Bodies.list(Bodies.vm(0, "web", "RUNNING", ",\"host\":\"h1\""))));

    assertThat(cli.run("host", "show", "h").out())
        .isEqualTo(
            """
            Host:     h1
            State:    READY
            Cell:     0
            Labels:   zone=a
            Address:  http://127.0.0.1:4000
            Driver:   qemu-tcg
                      KVM hung in a probe boot
            CPUs:     1.5/4 (overcommit 200%)
            Memory:   384MiB/2GiB
            Disk:     768MiB/10GiB
            VMs:      3/32
            Joined:   3h ago
            Version:  0.1.0

            ID             NAME   IMAGE                 STATE    HOST  AGE  EXIT
            j0-aaaabbbb.0  web.0  skiff/busybox:latest  RUNNING  h1    75s  -
            """);
    assertThat(api.asked("GET /v1/vms").getFirst().line())
        .isEqualTo("GET /v1/vms?host=h1&state=active&limit=200");
  }

  @Test
  void shouldListCells() {
    api.on(
        "GET /v1/cells",
        Reply.json(
            Bodies.list(
                """
                {"kind":"Cell","metadata":{"id":"0","name":"0"},"status":{"state":"OWNED","owner":"s1",
                 "claim":12,"logOffset":99,"viewOffset":99,"ageMillis":1200,"hosts":3,
                 "promisable":{"cpus":"8","memory":"4GiB"},
                 "used":{"cpus":"2","memory":"512MiB"},"pendingVms":1,"unfinishedVms":5}}\
                """,
                """
                {"kind":"Cell","metadata":{"id":"1","name":"1"},"status":{"state":"UNSEEN"}}\
                """)));

    assertThat(cli.run("cells").out())
        .isEqualTo(
            """
            CELL  STATE   OWNER  CLAIM  LOG  HOSTS  CPUS  MEMORY       PENDING  VMS  SEEN
            0     OWNED   s1     12     99   3      2/8   512MiB/4GiB  1        5    1s ago
            1     UNSEEN  -      -      -    -      -     -            -        -    never
            """);
  }

  private void fleet() {
    api.on("GET /v1/fleet", Reply.json(FLEET))
        .on("GET /v1/hosts", Reply.json(Bodies.list(Bodies.host("h1", "READY"))))
        .on("GET /v1/vms", Reply.json(Bodies.list(Bodies.vm(0, "", "RUNNING", ""))));
  }

  @Test
  void shouldPrintTheFleetOnceWhereThereIsNoTerminal() {
    fleet();

    Cli.Result result = cli.run("top");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .startsWith(
            "2 of 3 hosts ready, 4 VMs running, 1 pending; CPUs 2 of 8, memory 512MiB of 4GiB\n\n")
        .contains("h1    READY")
        .contains("j0-aaaabbbb.0")
        .doesNotContain("\u001b");
  }

  @Test
  void shouldRefreshOnATerminalUntilCtrlC() throws Exception {
    fleet();
    cli.terminal.on(StandardStream.OUT);

    var running = cli.start("top", "-d", "10ms");
    await().until(() -> api.asked("GET /v1/fleet").size() > 2);
    cli.interrupts.press();
    Cli.Result result = running.get(10, TimeUnit.SECONDS);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("\u001b[H\u001b[2J2 of 3 hosts ready");
  }
}
