package dev.skiff.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.request.Request.SubmitJob;
import dev.skiff.contracts.state.CallOff;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.VmCounts;
import dev.skiff.gateway.fixture.Http.Reply;
import dev.skiff.gateway.fixture.TestFleet;
import dev.skiff.gateway.fixture.TestOwner;
import dev.skiff.gateway.fixture.TestOwner.Asked;
import dev.skiff.gateway.fixture.Things;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmitTest {
  private static final String JOB = "{\"spec\":{\"vm\":{\"image\":\"skiff/busybox\"}}}";
  @TempDir private static Path folder;
  private static TestFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = TestFleet.start(folder, config -> config.withPatience(Duration.ofSeconds(2)));
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
  }

  @BeforeEach
  void answerEverything() {
    fleet.owner().policy(TestOwner::done);
  }

  private static List<CellEvent> placed(long offset, Request request) {
    JobId job = Things.jobIn(request);
    return List.of(
        new CellEvent.VmsAssigned(job, 0, 2, 1, new HostId("h1")),
        new CellEvent.JobWaiting(
            job,
            new Explanation(2, List.of(new Explanation.Blocker("are full", 2, 2)), false, null, 1)),
        new CellEvent.Outcome(offset, OutcomeCode.DONE, job, ""));
  }

  @Test
  void shouldAnswerWithWhatTheTransitionSays() throws Exception {
    fleet.owner().policy(SubmitTest::placed);

    Reply reply =
        fleet
            .http()
            .postJson(
                "/v1/jobs",
                """
                {"apiVersion":"skiff.dev/v1alpha1","kind":"Job","metadata":{"labels":{"a":"b"}},
                 "spec":{"count":3,"vm":{"image":"skiff/busybox","cpus":"250m","memory":"0.25GiB"}}}
                """);

    assertThat(reply.status()).isEqualTo(201);
    String id = reply.at("/metadata/id");
    assertThat(reply.header("Location")).isEqualTo("/v1/jobs/" + id);
    assertThat(reply.header("ETag")).isEqualTo("\"0-" + fleet.owner().lastOffset() + "\"");
    assertThat(reply.header("Server-Timing")).matches("write;dur=[0-9.]+, log;dur=[0-9.]+");
    assertThat(reply.at("/status/state")).isEqualTo("ACTIVE");
    assertThat(reply.at("/status/vms/starting")).isEqualTo("2");
    assertThat(reply.at("/status/vms/pending")).isEqualTo("1");
    assertThat(reply.at("/status/placed/0/host")).isEqualTo("h1");
    assertThat(reply.at("/status/waiting/0/reason"))
        .isEqualTo("no room now on 2 hosts: 2 are full");
    assertThat(reply.at("/spec/vm/cpus")).isEqualTo("0.25");
    assertThat(reply.at("/spec/vm/memory")).isEqualTo("256MiB");
    SubmitJob request = (SubmitJob) fleet.owner().next().request();
    assertThat(request.job().value()).isEqualTo(id);
    assertThat(request.notAfter() - request.submittedAt()).isEqualTo(2_000_000);
    assertThat(request.held()).isFalse();
    assertThat(request.idempotency()).isNull();
  }

  @Test
  void shouldAskForAHeldJob() throws Exception {
    assertThat(fleet.http().postJson("/v1/jobs?held=true", JOB).status()).isEqualTo(201);

    assertThat(((SubmitJob) fleet.owner().next().request()).held()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "KEY_REUSED,422,key-reused",
    "NAME_TAKEN,409,name-taken",
    "NEVER_FITS,422,never-fits",
    "NO_ROOM,429,no-room",
    "QUOTA_EXCEEDED,429,quota-exceeded",
    "CONFLICT,409,conflict",
    "NOT_FOUND,404,not-found",
    "WRONG_STATE,409,wrong-state",
    "EXPIRED,503,expired",
    "CELL_FULL,429,cell-full",
    "REJECTED,422,rejected"
  })
  void shouldTurnEachOutcomeIntoItsProblem(OutcomeCode code, int status, String problem) {
    fleet.owner().policy((offset, request) -> TestOwner.outcome(offset, request, code, "because"));

    Reply reply = fleet.http().postJson("/v1/jobs", JOB);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.at("/type")).isEqualTo("urn:skiff:problem:" + problem);
    assertThat(reply.at("/code")).isEqualTo(problem);
    assertThat(reply.at("/detail")).isEqualTo("because");
    assertThat(reply.header("Retry-After").isEmpty()).isEqualTo(status != 503 && status != 429);
  }

  @Test
  void shouldSayThatTheOutcomeIsUnknownWhenNobodyDecides() {
    fleet.owner().policy((_, _) -> List.of());

    Reply reply = fleet.http().postJson("/v1/jobs", JOB);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.at("/code")).isEqualTo("outcome-unknown");
    assertThat(reply.at("/detail")).contains("same Idempotency-Key");
    assertThat(reply.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void shouldNotBelieveAnOwnerThatHasBeenReplaced() throws Exception {
    fleet.owner().policy((_, _) -> List.of());
    CompletableFuture<Reply> reply = fleet.http().postJsonLater("/v1/jobs", JOB);
    Asked asked = fleet.owner().next();
    long oldClaim = fleet.owner().claimOffset();
    String oldNonce = fleet.owner().nonce();
    fleet.owner().claim();

    fleet
        .owner()
        .append(
            TestOwner.transition(
                oldClaim,
                oldNonce,
                1_000_000,
                TestOwner.outcome(
                    asked.offset(), asked.request(), OutcomeCode.NEVER_FITS, "a lie")));
    fleet.owner().write(TestOwner.outcome(asked.offset(), asked.request(), OutcomeCode.DONE, ""));

    assertThat(reply.get().status()).isEqualTo(201);
  }

  @Test
  void shouldNotBelieveWhatFollowsAGap() throws Exception {
    fleet.owner().policy((_, _) -> List.of());
    CompletableFuture<Reply> reply = fleet.http().postJsonLater("/v1/jobs", JOB);
    Asked asked = fleet.owner().next();
    fleet.owner().claim();

    fleet
        .owner()
        .append(
            TestOwner.transition(
                fleet.owner().claimOffset(),
                fleet.owner().nonce(),
                1,
                TestOwner.outcome(asked.offset(), asked.request(), OutcomeCode.DONE, "")));

    assertThat(reply.get().status()).isEqualTo(503);
    fleet.owner().claim();
  }

  @Test
  void shouldHashTheIdempotencyKeyAndIgnoreSpacingInTheBody() throws Exception {
    fleet.http().postJson("/v1/jobs", JOB, "Idempotency-Key", "100% mine");
    SubmitJob first = (SubmitJob) fleet.owner().next().request();
    fleet.http().postJson("/v1/jobs", JOB.replace(":", " : "), "Idempotency-Key", "100% mine");
    SubmitJob second = (SubmitJob) fleet.owner().next().request();
    fleet.http().postJson("/v1/jobs?held=true", JOB, "Idempotency-Key", "100% mine");
    SubmitJob held = (SubmitJob) fleet.owner().next().request();

    IdempotencyKey key = Objects.requireNonNull(first.idempotency());
    IdempotencyKey heldKey = Objects.requireNonNull(held.idempotency());
    assertThat(key).isEqualTo(second.idempotency());
    assertThat(key.key()).matches("[0-9a-f]{64}");
    assertThat(heldKey.key()).isEqualTo(key.key());
    assertThat(heldKey.body()).isNotEqualTo(key.body());
    assertThat(first.job()).isNotEqualTo(second.job());
  }

  @Test
  void shouldShowTheFirstJobWhenARequestIsRepeated() {
    Job job = Things.job("j0-first000", 1_000_000);
    fleet.views().put(job, 3);
    fleet
        .owner()
        .policy((offset, _) ->
            List.of(new CellEvent.Outcome(offset, OutcomeCode.REPEATED, job.id(), "")));

    CompletableFuture<Reply> later =
        fleet.http().postJsonLater("/v1/jobs", JOB, "Idempotency-Key", "k");
    Reply reply = later.join();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/metadata/id")).isEqualTo("j0-first000");
    assertThat(reply.header("Location")).isEqualTo("/v1/jobs/j0-first000");
    assertThat(reply.header("Idempotency-Replayed")).isEqualTo("true");
  }

  @Test
  void shouldHoldTheAnswerUntilTheJobIsFinished() throws Exception {
    fleet.owner().policy(SubmitTest::placed);
    CompletableFuture<Reply> reply =
        fleet.http().postJsonLater("/v1/jobs?wait=finished&timeout=20s", JOB);
    SubmitJob request = (SubmitJob) fleet.owner().next().request();
    assertThat(reply).isNotDone();

    long offset =
        fleet.owner().write(List.of(new CellEvent.JobCancelling(request.job(), CallOff.CANCELLED)));
    fleet
        .views()
        .put(
            Things.job(
                request.job().value(),
                request.spec(),
                new VmCounts(0, 0, 0, 0, 0, 1, 0),
                1_000_000),
            offset);
    fleet.views().reached(offset);

    assertThat(reply.get().status()).isEqualTo(201);
    assertThat(reply.get().at("/status/state")).isEqualTo("SUCCEEDED");
    assertThat(reply.get().header("Server-Timing")).contains("wait;dur=");
  }

  @Test
  void shouldAnswerWithTheJobAsItIsWhenTheWaitIsOver() {
    fleet.owner().policy(SubmitTest::placed);

    Reply reply = fleet.http().postJson("/v1/jobs?wait=running&timeout=10ms", JOB);

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.at("/status/state")).isEqualTo("ACTIVE");
  }

  @Test
  void shouldShowAJobBeforeTheViewsDo() {
    fleet.owner().policy(SubmitTest::placed);
    String id =
        fleet
            .http()
            .postJson(
                "/v1/jobs",
                "{\"metadata\":{\"name\":\"early\"},\"spec\":{\"count\":3,\"vm\":{\"image\":\"a\"}}}")
            .at("/metadata/id");

    assertThat(fleet.http().get("/v1/jobs/" + id).at("/metadata/name")).isEqualTo("early");
    assertThat(fleet.http().get("/v1/jobs/early").at("/metadata/id")).isEqualTo(id);
    assertThat(fleet.http().get("/v1/vms/early.1").at("/status/host")).isEqualTo("h1");
    Reply waiting = fleet.http().get("/v1/vms/" + id + ".2");
    assertThat(waiting.at("/status/state")).isEqualTo("PENDING");
    assertThat(waiting.at("/status/reason")).startsWith("no room");
    assertThat(fleet.http().get("/v1/vms/" + id + ".3").status()).isEqualTo(503);
  }
}
