package dev.skiff.cli.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.cli.fixture.Bodies;
import dev.skiff.cli.fixture.Cli;
import dev.skiff.cli.fixture.FakeApi;
import dev.skiff.cli.fixture.Reply;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is done to VMs that are named by ids, names, and beginnings of either.
class VmActionsTest {
  private static final String VM = "/v1/vms/j0-aaaabbbb.0";

  private final FakeApi api = new FakeApi();
  private final Cli cli = new Cli(api);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void shouldTakeAWholeIdWithoutLookingItUp() {
    api.on("POST " + VM + "/stop", Reply.accepted())
        .on("GET " + VM + "/wait", Reply.json(Bodies.exited(143)));

    Cli.Result result = cli.run("stop", "-t", "3", "j0-aaaabbbb.0");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("j0-aaaabbbb.0\n");
    assertThat(api.asked())
        .extracting(Object::toString)
        .containsExactly(
            "POST " + VM + "/stop?grace=3000ms",
            "GET " + VM + "/wait?state=finished&timeout=33000ms");
  }

  @Test
  void shouldTakeABeginningThatOnlyOneHas() {
    api.on("GET /v1/vms", Reply.json(Bodies.list(Bodies.vm(0, "web", "RUNNING", ""))))
        .on("POST " + VM + "/kill", Reply.accepted());

    assertThat(cli.run("kill", "--no-wait", "j0-aa").out()).isEqualTo("j0-aaaabbbb.0\n");
    assertThat(api.asked("GET"))
        .extracting(Object::toString)
        .containsExactly("GET /v1/vms?prefix=j0-aa&limit=11");
  }

  @Test
  void shouldPreferAWholeNameToABeginning() {
    api.on(
            "GET /v1/vms",
            Reply.json(
                Bodies.list(
                    Bodies.vm(0, "web", "RUNNING", ""),
                    Bodies.vm("j0-ccccdddd", 0, "web-2", "RUNNING", ""))))
        .on("POST " + VM + "/kill", Reply.accepted());

    assertThat(cli.run("kill", "--no-wait", "web").out()).isEqualTo("j0-aaaabbbb.0\n");
  }

  @Test
  void shouldListTheCandidatesOfAnAmbiguousBeginning() {
    api.on(
        "GET /v1/vms",
        Reply.json(
            Bodies.list(
                Bodies.vm(0, "web", "RUNNING", ""),
                Bodies.vm("j0-ccccdddd", 0, "", "RUNNING", ""))));

    Cli.Result result = cli.run("kill", "j0");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            """
            skiff: VM "j0" is ambiguous: j0-aaaabbbb.0 (web.0), j0-ccccdddd.0
              → give more of the id or name
            """);
    assertThat(api.asked("POST")).isEmpty();
  }

  @Test
  void shouldGoOnWithTheOthersWhenOneFails() {
    api.on("GET /v1/vms", Reply.json(Bodies.list()))
        .on("POST " + VM + "/start", Reply.accepted())
        .on("GET " + VM + "/wait", Reply.json(Bodies.vm(0, "", "RUNNING", "")));

    Cli.Result result = cli.run("start", "nope", "j0-aaaabbbb.0");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEqualTo("j0-aaaabbbb.0\n");
    assertThat(result.err())
        .isEqualTo(
            """
            skiff: no VM "nope"
              → see what there is: skiff ps -a
            """);
  }

  @Test
  void shouldExitWith124WhenAStopDoesNotEnd() {
    api.on("POST " + VM + "/kill", Reply.accepted())
        .on("GET " + VM + "/wait", Reply.problem(408, "wait-timeout", "not in time", ""));

    Cli.Result result = cli.run("kill", "j0-aaaabbbb.0");

    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("skiff: j0-aaaabbbb.0 is not over yet\n");
  }

  @Test
  void shouldFreeTheNameOfAVmThatWasMadeAlone() {
    api.on("GET " + VM, Reply.json(Bodies.vm(0, "web", "RUNNING", "")))
        .on("GET /v1/jobs/j0-aaaabbbb", Reply.json(Bodies.job("web", 1, "ACTIVE", "")))
        .on("POST " + VM + "/kill", Reply.accepted())
        .on("GET /v1/jobs/j0-aaaabbbb/wait", Reply.json(Bodies.job("web", 1, "FAILED", "")))
        .on("DELETE /v1/jobs/j0-aaaabbbb", Reply.gone());

    assertThat(cli.run("rm", "-f", "j0-aaaabbbb.0").exitCode()).isZero();
    assertThat(api.asked("DELETE"))
        .extracting(Object::toString)
        .containsExactly("DELETE /v1/jobs/j0-aaaabbbb");
  }

  @Test
  void shouldRemoveOneOfManyByItself() {
    api.on("GET " + VM, Reply.json(Bodies.exited(0)))
        .on("GET /v1/jobs/j0-aaaabbbb", Reply.json(Bodies.job("web", 6, "ACTIVE", "")))
        .on("DELETE " + VM, Reply.gone());

    assertThat(cli.run("rm", "j0-aaaabbbb.0").exitCode()).isZero();
    assertThat(api.asked("DELETE")).extracting(Object::toString).containsExactly("DELETE " + VM);
  }

  @Test
  void shouldNotRemoveWhatRunsUnlessForced() {
    api.on("GET " + VM, Reply.json(Bodies.vm(0, "web", "RUNNING", "")))
        .on("GET /v1/jobs/j0-aaaabbbb", Reply.json(Bodies.job("web", 1, "ACTIVE", "")))
        .on(
            "DELETE " + VM,
            Reply.problem(409, "wrong-state", "This cannot be done", "it is RUNNING; stop it"));

    Cli.Result result = cli.run("rm", "j0-aaaabbbb.0");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo("skiff: This cannot be done: it is RUNNING; stop it (wrong-state)\n");
    assertThat(api.asked("DELETE /v1/jobs")).isEmpty();
  }

  @Test
  void shouldPrintExitCodesAndWordsWhereThereIsNone() {
    cli.clock = InstantSource.system();
    api.on("GET " + VM + "/wait", Reply.json(Bodies.exited(3)))
        .on(
            "GET /v1/vms/j0-aaaabbbb.1/wait",
            Reply.json(Bodies.failed("image-not-found", "no image")))
        .on("GET /v1/vms/j0-aaaabbbb.2/wait", Reply.json(Bodies.vm(2, "", "CANCELLED", "")));

    Cli.Result result = cli.run("wait", "j0-aaaabbbb.0", "j0-aaaabbbb.1", "j0-aaaabbbb.2");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("3\nimage-not-found\ncancelled\n");
  }
}
