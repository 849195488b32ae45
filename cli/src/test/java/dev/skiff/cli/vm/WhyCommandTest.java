package dev.skiff.cli.vm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.cli.fixture.Bodies;
import dev.skiff.cli.fixture.Cli;
import dev.skiff.cli.fixture.FakeApi;
import dev.skiff.cli.fixture.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `why`, `pause` and `unpause`.
class WhyCommandTest {
  private final FakeApi api = new FakeApi();
  private final Cli cli = new Cli(api);

  @BeforeEach
  void lists() {
    api.on("GET /v1/vms", Reply.json(Bodies.list(Bodies.vm(3, "t", "PENDING", ""))))
        .on("GET /v1/jobs", Reply.json(Bodies.list(Bodies.job("t", 4, "ACTIVE", ""))))
        .on("GET /v1/hosts", Reply.json(Bodies.list()));
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void shouldAccountForEveryHost() {
    api.on(
        "GET /v1/vms/j0-aaaabbbb.3/why",
        Reply.json(
            """
            {"kind":"Why","about":{"kind":"Vm","id":"j0-aaaabbbb.3","name":"t.3"},
             "status":{"state":"PENDING","notBefore":"2026-11-24T12:00:45.000000Z","avoiding":"h4",
              "waiting":{"reason":"fits on none of 5 hosts: 3 have too little memory, 2 are not in zone a",
               "hosts":5,"blockers":[{"reason":"have too little memory","first":3,"any":4},
               {"reason":"are not in zone a","first":2,"any":2}],"never":true,
               "remedy":"with 128 MiB less memory it would fit on h3"}}}\
            """));

    assertThat(cli.run("why", "t.3").out())
        .isEqualTo(
            """
            VM:          j0-aaaabbbb.3 (t.3)
            State:       PENDING
            Reason:      fits on none of 5 hosts: 3 have too little memory, 2 are not in zone a
            Not before:  in 45s
            Refused by:  h4
            HOSTS  IN ALL  WHICH
            3      4       have too little memory
            2      2       are not in zone a
            Waiting does not help: no host would do even if it were empty.
            What would help: with 128 MiB less memory it would fit on h3
            """);
  }

  @Test
  void shouldSayWhatAVmFailedOfAndWhatWouldHelp() {
    api.on(
        "GET /v1/vms/j0-aaaabbbb.3/why",
        Reply.json(
            """
            {"kind":"Why","about":{"kind":"Vm","id":"j0-aaaabbbb.3","name":"j0-aaaabbbb.3"},
             "status":{"state":"FAILED","host":"h1","exit":{"failure":"no-command","detail":"no CMD"}}}\
            """));

    assertThat(cli.run("why", "t.3").out())
        .isEqualTo(
            """
            VM:      j0-aaaabbbb.3
            State:   FAILED
            Host:    h1
            Failed:  no-command: no CMD
            What would help: the image names no command: give one after the image
            """);
  }

  @Test
  void shouldExplainAJobAndItsFailures() {
    api.on(
        "GET /v1/jobs/j0-aaaabbbb/why",
        Reply.json(
            """
            {"kind":"Why","about":{"kind":"Job","id":"j0-aaaabbbb","name":"t"},
             "status":{"state":"FAILED","calledOff":"backoff-limit-exceeded","failures":2,
              "failed":[{"id":"j0-aaaabbbb.0","exit":{"code":3}},
               {"id":"j0-aaaabbbb.1","exit":{"failure":"host-lost","detail":""}}]}}\
            """));

    assertThat(cli.run("why", "t").out())
        .isEqualTo(
            """
            Job:         j0-aaaabbbb (t)
            State:       FAILED
            Called off:  backoff-limit-exceeded
            j0-aaaabbbb.0: exit code 3
            j0-aaaabbbb.1: host-lost
            """);
  }

  @Test
  void shouldPauseInMemoryOrOnDiskAndLetGoOn() {
    for (String how : new String[] {"pause", "suspend", "resume"}) {
      api.on("POST /v1/vms/j0-aaaabbbb.3/" + how, Reply.accepted());
    }

    assertThat(cli.run("pause", "t.3").out()).isEqualTo("j0-aaaabbbb.3\n");
    assertThat(cli.run("pause", "--to-disk", "t.3").out()).isEqualTo("j0-aaaabbbb.3\n");
    assertThat(cli.run("unpause", "t.3").out()).isEqualTo("j0-aaaabbbb.3\n");
    assertThat(api.asked("POST"))
        .extracting(asked -> asked.line().substring(asked.line().lastIndexOf('/') + 1))
        .containsExactly("pause", "suspend", "resume");
  }
}
