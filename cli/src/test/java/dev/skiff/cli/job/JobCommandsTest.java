package dev.skiff.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skiff.cli.fixture.Bodies;
import dev.skiff.cli.fixture.Cli;
import dev.skiff.cli.fixture.FakeApi;
import dev.skiff.cli.fixture.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobCommandsTest {
  private static final String MANIFEST =
      """
      apiVersion: skiff.dev/v1alpha1
      kind: Job
      metadata: {name: thumbnails, labels: {team: media}}
      spec:
        count: 8
        restart: {policy: on-failure, maxAttempts: 3}
        vm:
          image: registry.example/thumb:1.4
          command: [/bin/thumb, --all]
          env: {SIZE: "512", OFF: "no"}
          cpus: 0.5
          memory: 128MiB
        placement:
          constraints: ["zone in (a,b)"]
      """;

  private final FakeApi api = new FakeApi();
  private final Cli cli = new Cli(api);
  @TempDir private Path folder = Path.of("");

  @AfterEach
  void close() {
    api.close();
  }

  private String file(String text) throws Exception {
    return Files.writeString(folder.resolve("job.yaml"), text).toString();
  }

  @Test
  void shouldSubmitAManifestAndSayWhereItsVmsWent() throws Exception {
    api.on(
        "POST /v1/jobs",
        Reply.created(
            Bodies.job(
                "thumbnails",
                8,
                "ACTIVE",
                """
                ,"placed":[{"first":0,"count":3,"host":"h2"},{"first":3,"count":2,"host":"h1"},
                  {"first":5,"count":1,"host":"h2"}],
                "waiting":[{"first":6,"count":2,"reason":"3 hosts: 3 lack memory"}]\
                """)));

    Cli.Result result = cli.run("job", "submit", "-f", file(MANIFEST));

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("j0-aaaabbbb\n");
    assertThat(result.err())
        .isEqualTo(
            """
            thumbnails: 6 VMs placed on h1 (2), h2 (4)
            thumbnails: 2 VMs waiting: 3 hosts: 3 lack memory
            """);
    assertThat(new JsonMapper().readTree(api.asked().getFirst().text()))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"apiVersion":"skiff.dev/v1alpha1","kind":"Job",
                     "metadata":{"name":"thumbnails","labels":{"team":"media"}},
                     "spec":{"count":8,"restart":{"policy":"on-failure","maxAttempts":3},
                       "vm":{"image":"registry.example/thumb:1.4","command":["/bin/thumb","--all"],
                         "env":{"SIZE":"512","OFF":"no"},"cpus":0.5,"memory":"128MiB"},
                       "placement":{"constraints":["zone in (a,b)"]}}}\
                    """));
  }

  @Test
  void shouldSubmitSeveralDocumentsFromStandardInputEachWithAKeyOfItsOwn() {
    api.on("POST /v1/jobs", Reply.created(Bodies.job("", 1, "ACTIVE", "")));

    Cli.Result result =
        cli.input("---\n" + MANIFEST + "---\n{\"spec\": {\"vm\": {\"image\": \"b\"}}}\n---\n")
            .run("job", "submit", "-f", "-", "--count", "20");

    assertThat(result.out()).isEqualTo("j0-aaaabbbb\nj0-aaaabbbb\n");
    assertThat(api.asked())
        .extracting(asked -> new JsonMapper().readTree(asked.text()).at("/spec/count").asInt())
        .containsExactly(20, 20);
    assertThat(api.asked())
        .extracting(asked -> asked.headers().get("idempotency-key"))
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldSayWhereAManifestIsNoYaml() throws Exception {
    String file = file("spec:\n  vm: [\n");

    Cli.Result result = cli.run("job", "submit", "-f", file);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "skiff: %s:2:8: while parsing a flow node: expected the node content, but found '<stream end>'\n"
                .formatted(file));
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsNoJobBeforeAnythingIsSubmitted() {
    assertThat(cli.input(MANIFEST + "---\nkind: Function\n").run("job", "submit", "-f", "-").err())
        .isEqualTo(
            "skiff: standard input, document 2: kind: Function (expected: Job or Service)\n");
    assertThat(cli.input("hello").run("job", "submit", "-f", "-").err())
        .startsWith("skiff: standard input, document 1: not a manifest");
    assertThat(cli.input("").run("job", "submit", "-f", "-").err())
        .startsWith("skiff: standard input: no manifest in it");
    assertThat(cli.run("job", "submit", "-f", "nope.yaml").err())
        .startsWith("skiff: nope.yaml: no such file");
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void shouldExitWithTheFateOfTheJobThatIsWaitedFor() throws Exception {
    cli.clock = InstantSource.system();
    String counts = ",\"vms\":{\"succeeded\":7,\"failed\":1}";
    api.on("POST /v1/jobs", Reply.created(Bodies.job("t", 8, "ACTIVE", "")))
        .on("GET /v1/jobs/j0-aaaabbbb", Reply.json(Bodies.job("t", 8, "ACTIVE", "")))
        .on(
            "GET /v1/jobs/j0-aaaabbbb/wait",
            Reply.problem(408, "wait-timeout", "not yet", ""),
            Reply.json(Bodies.job("t", 8, "FAILED", counts)),
            Reply.json(Bodies.job("t", 8, "SUCCEEDED", "")),
            Reply.problem(408, "wait-timeout", "not yet", ""));

    Cli.Result failed = cli.run("job", "submit", "--wait", "-f", file(MANIFEST));
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err()).isEqualTo("t: FAILED (7 succeeded, 1 failed)\n");
    assertThat(cli.run("job", "wait", "j0-aaaabbbb").exitCode()).isZero();
    assertThat(cli.run("job", "wait", "--timeout", "1s", "j0-aaaabbbb").exitCode()).isEqualTo(124);
  }

  @Test
  void shouldShowAJobWithItsHostsAndReasons() {
    String counts = ",\"vms\":{\"pending\":2,\"running\":1,\"succeeded\":1}";
    String full = ",\"reason\":\"3 hosts: 3 lack memory\"";
    api.on("GET /v1/jobs", Reply.json(Bodies.list(Bodies.job("t", 4, "ACTIVE", counts))))
        .on(
            "GET /v1/vms",
            Reply.json(
                Bodies.list(
                    Bodies.vm(0, "t", "RUNNING", ",\"host\":\"h1\""),
                    Bodies.vm(1, "t", "EXITED", ",\"host\":\"h2\""),
                    Bodies.vm(2, "t", "PENDING", full),
                    Bodies.vm(3, "t", "PENDING", full))));

    assertThat(cli.run("job", "show", "t").out())
        .isEqualTo(
            """
            Job:        j0-aaaabbbb
            Name:       t
            Namespace:  default
            Image:      skiff/busybox:latest
            State:      ACTIVE
            VMs:        4 (2 pending, 1 running, 1 succeeded)
            Submitted:  75s ago
            Hosts:      h1: 1
            Waiting:    2: 3 hosts: 3 lack memory
            """);
    assertThat(api.asked("GET /v1/vms").getFirst().line())
        .isEqualTo("GET /v1/vms?job=j0-aaaabbbb&limit=1000");
  }

  @Test
  void shouldListJobs() {
    String counts = ",\"vms\":{\"running\":2,\"succeeded\":5,\"failed\":1}";
    api.on("GET /v1/jobs", Reply.json(Bodies.list(Bodies.job("t", 8, "ACTIVE", counts))));

    assertThat(cli.run("job", "ls", "--state", "active").out())
        .isEqualTo(
            """
            ID           NAME  IMAGE                 STATE   VMS  RUNNING  DONE            AGE
            j0-aaaabbbb  t     skiff/busybox:latest  ACTIVE  8    2        5 ok, 1 failed  75s
            """);
  }

  @Test
  void shouldCancelAndRemoveByName() {
    api.on("GET /v1/jobs", Reply.json(Bodies.list(Bodies.job("t", 8, "ACTIVE", ""))))
        .on("POST /v1/jobs/j0-aaaabbbb/cancel", Reply.accepted())
        .on("DELETE /v1/jobs/j0-aaaabbbb", Reply.gone());

    assertThat(cli.run("job", "cancel", "t").out()).isEqualTo("j0-aaaabbbb\n");
    assertThat(cli.run("job", "rm", "t").out()).isEqualTo("j0-aaaabbbb\n");
  }

  @Test
  void shouldSayWhichCommandsThereAre() {
    Cli.Result result = cli.run("job");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("skiff: job: which command? (submit, plan, ls, show, wait, cancel or rm)\n");
  }
}
