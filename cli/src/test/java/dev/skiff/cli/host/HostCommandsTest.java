package dev.skiff.cli.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.fixture.Bodies;
import dev.skiff.cli.fixture.Cli;
import dev.skiff.cli.fixture.FakeApi;
import dev.skiff.cli.fixture.Reply;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostCommandsTest {
  private final FakeApi api = new FakeApi();
  private final Cli cli = new Cli(api);

  @BeforeEach
  void host() {
    api.on("GET /v1/hosts", Reply.json(Bodies.list(Bodies.host("h1", "READY"))));
  }

  @AfterEach
  void close() {
    api.close();
  }

  private static String draining(int left, boolean done) {
    return Bodies.host("h1", "DRAINING")
        .replace(
            "\"cell\":0",
            "\"drain\":{\"vms\":3,\"left\":%d,\"done\":%s,\"deadline\":\"2026-11-24T12:00:30.000000Z\"},\"cell\":0"
                .formatted(left, done));
  }

  @Test
  void shouldCordonUncordonAndRemoveByABeginning() {
    api.on("POST /v1/hosts/h1/cordon", Reply.accepted())
        .on("POST /v1/hosts/h1/uncordon", Reply.accepted())
        .on("DELETE /v1/hosts/h1", Reply.gone());

    assertThat(cli.run("host", "cordon", "h").out()).isEqualTo("h1\n");
    assertThat(cli.run("host", "uncordon", "h").out()).isEqualTo("h1\n");
    assertThat(cli.run("host", "rm", "h").out()).isEqualTo("h1\n");
    assertThat(api.asked("POST").toString()).contains("cordon");
  }

  @Test
  void shouldSayWhyAHostCannotBeRemovedAndGoOnWithTheNext() {
    api.on(
        "DELETE /v1/hosts/h1",
        Reply.problem(409, "wrong-state", "This cannot be done", "it is READY"),
        Reply.gone());

    Cli.Result result = cli.run("host", "rm", "h1", "h1");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEqualTo("h1\n");
    assertThat(result.err()).isEqualTo("skiff: This cannot be done: it is READY (wrong-state)\n");
  }

  @Test
  void shouldOrderADrainAndSayHowMuchIsLeft() {
    api.on("POST /v1/hosts/h1/drain", Reply.json(draining(3, false)));

    Cli.Result result = cli.run("host", "drain", "--deadline", "30s", "--force", "h1");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("h1\n");
    assertThat(result.err()).isEqualTo("h1: 3 of 3 VMs left; deadline in 30s\n");
    assertThat(api.asked("POST").getFirst().line())
        .isEqualTo("POST /v1/hosts/h1/drain?deadline=30s&force=true");
  }

  @Test
  void shouldShowWhatADrainWouldMove() {
    api.on(
        "POST /v1/hosts/h1/drain",
        Reply.json(
            """
            {"kind":"Plan","status":{"cell":0,"vms":3,"placed":2,
             "groups":[{"host":"h2","count":2,"vms":["j0-aaaabbbb.0","j0-aaaabbbb.1"]}],"preempted":[],
             "waiting":{"reason":"no room now on 2 hosts: 1 lacks memory, 1 is cordoned","hosts":2,
              "blockers":[{"reason":"lacks memory","first":1,"any":2},{"reason":"is cordoned","first":1,"any":1}],
              "never":false,"remedy":"uncordon h3"}}}\
            """));

    Cli.Result result = cli.run("host", "drain", "--dry-run", "h1");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            HOST  VMS  WHICH
            h2    2    j0-aaaabbbb.0 j0-aaaabbbb.1
            1 of 3 VMs would wait: no room now on 2 hosts: 1 lacks memory, 1 is cordoned
            HOSTS  IN ALL  WHICH
            1      2       lacks memory
            1      1       is cordoned
            What would help: uncordon h3
            """);
    assertThat(api.asked("POST").getFirst().line())
        .isEqualTo("POST /v1/hosts/h1/drain?dryRun=true");
  }

  @Test
  void shouldWaitUntilAHostIsEmptyAndShowHowFarItIs() throws Exception {
    cli.terminal.on(StandardStream.ERR);
    api.on("POST /v1/hosts/h1/drain", Reply.json(draining(3, false)))
        .on("GET /v1/hosts/h1", Reply.json(draining(1, false)), Reply.json(draining(0, true)));

    var running = cli.start("host", "drain", "--wait", "h1");
    await().until(() -> !api.asked("GET /v1/hosts/h1").isEmpty());
    Cli.Result result = running.get(20, TimeUnit.SECONDS);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("h1\n");
    assertThat(result.err())
        .contains("h1: 3 of 3 VMs left; deadline in 30s")
        .contains("h1: 1 of 3 VMs left");
  }

  @Test
  void shouldTimeOutAndNoticeThatADrainWasEnded() {
    api.on("POST /v1/hosts/h1/drain", Reply.json(draining(3, false)))
        .on("GET /v1/hosts/h1", Reply.json(Bodies.host("h1", "READY")));
    assertThat(cli.run("host", "drain", "--wait", "--timeout", "0", "h1").exitCode())
        .isEqualTo(124);
    cli.clock = InstantSource.system();

    Cli.Result ended = cli.run("host", "drain", "--wait", "h1");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).startsWith("skiff: h1 is not being drained any more: it is READY\n");
  }

  @Test
  void shouldShowADrainAndTheImagesOfAHost() {
    try (FakeApi draining = new FakeApi()) {
      draining
          .on(
              "GET /v1/hosts",
              Reply.json(
                  Bodies.list(
                      draining(2, false)
                          .replace("\"cell\":0", "\"images\":[\"a\",\"b\"],\"cell\":0"))))
          .on("GET /v1/vms", Reply.json(Bodies.list()));

      assertThat(new Cli(draining).run("host", "show", "h1").out())
          .contains("State:    DRAINING\n")
          .contains("Drain:    2 of 3 VMs left, deadline in 30s\n")
          .contains("Images:   a, b\n");
    }
  }
}
