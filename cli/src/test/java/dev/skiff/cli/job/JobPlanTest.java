package dev.skiff.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skiff.cli.fixture.Bodies;
import dev.skiff.cli.fixture.Cli;
import dev.skiff.cli.fixture.FakeApi;
import dev.skiff.cli.fixture.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `job plan`, and the options that plan and submit share with `run`.
class JobPlanTest {
  private static final String MANIFEST =
      "spec: {count: 2, vm: {image: a}, placement: {priority: 3, spread: [{by: host}]}}\n";

  private final FakeApi api = new FakeApi();
  private final Cli cli = new Cli(api);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void shouldShowWhereVmsWouldGoAndWhoWouldGiveWay() {
    api.on(
        "POST /v1/jobs:plan",
        Reply.json(
            """
            {"kind":"Plan","status":{"cell":1,"vms":3,"placed":3,
             "groups":[{"host":"h1","count":2},{"host":"h2","count":1}],"preempted":["j1-ccccdddd.0"]}}\
            """));

    Cli.Result result = cli.input(MANIFEST).run("job", "plan", "-f", "-");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            HOST  VMS  WHICH
            h1    2    -
            h2    1    -
            VMs of lower priority that would give way: j1-ccccdddd.0
            """);
  }

  @Test
  void shouldExitWithTwoWhenSomeWouldWait() {
    api.on(
        "POST /v1/jobs:plan",
        Reply.json(
            """
            {"kind":"Plan","status":{"cell":0,"vms":3,"placed":0,"groups":[],"preempted":[],
             "waiting":{"reason":"no host has joined this cell yet","hosts":0,"blockers":[],"never":false}}}\
            """));

    Cli.Result result = cli.input(MANIFEST).run("job", "plan", "-f", "-");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out())
        .isEqualTo(
            """
            3 of 3 VMs would wait: no host has joined this cell yet
            """);
  }

  @Test
  void shouldPutOptionsInThePlaceOfWhatTheManifestSays() throws Exception {
    api.on("POST /v1/jobs", Reply.created(Bodies.job("", 1, "ACTIVE", "")));

    cli.input(MANIFEST)
        .run(
            "job",
            "submit",
            "-f",
            "-",
            "--parallelism",
            "4",
            "--constraint",
            "zone=a",
            "--spread",
            "zone:1",
            "--spread",
            "rack",
            "--lifetime",
            "2h",
            "--exclusive");

    JsonNode spec = new JsonMapper().readTree(api.asked().getFirst().text()).path("spec");
    assertThat(spec)
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"count":2,"vm":{"image":"a"},"parallelism":4,"exclusive":true,
                     "placement":{"priority":3,"constraints":["zone=a"],
                      "spread":[{"by":"zone","maxSkew":1},{"by":"rack"}],"lifetime":"2h"}}\
                    """));
  }

  @Test
  void shouldTakeTheSameOptionsForOneVm() throws Exception {
    api.on("POST /v1/jobs", Reply.created(Bodies.job("", 1, "ACTIVE", "")));

    cli.run("run", "-d", "--exclusive", "--lifetime", "90s", "--priority", "9", "a");

    JsonNode spec = new JsonMapper().readTree(api.asked().getFirst().text()).path("spec");
    assertThat(spec.path("exclusive").asBoolean()).isTrue();
    assertThat(spec.path("placement"))
        .isEqualTo(new JsonMapper().readTree("{\"priority\":9,\"lifetime\":\"90s\"}"));
  }

  @Test
  void shouldSubmitAService() {
    api.on("POST /v1/jobs", Reply.created(Bodies.job("web", 1, "ACTIVE", "")));

    assertThat(
            cli.input("kind: Service\nmetadata: {name: web}\nspec: {vm: {image: a}}\n")
                .run("job", "submit", "-f", "-")
                .exitCode())
        .isZero();
  }

  @Test
  void shouldSayWhatASpreadLooksLike() {
    Cli.Result result = cli.input(MANIFEST).run("job", "plan", "-f", "-", "--spread", "zone:x");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("skiff: --spread: \"zone:x\" (expected: a host label, or LABEL:SKEW)\n");
  }
}
