package dev.skiff.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.VmCounts;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.gateway.fixture.Http.Reply;
import dev.skiff.gateway.fixture.TestFleet;
import dev.skiff.gateway.fixture.TestOwner;
import dev.skiff.gateway.fixture.Things;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionsTest {
  private static final VmId VM = VmId.parse("j0-aaaaaaaa.0");
  @TempDir private static Path folder;
  private static TestFleet fleet;
  private final Job job = Things.job("j0-aaaaaaaa", 1_000_000);

  @BeforeAll
  static void start() throws Exception {
    fleet = TestFleet.start(folder, config -> config.withMostWaiting(3));
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void fill() {
    fleet.views().put(job, 5);
    fleet.views().put(Things.vm(VM.toString(), VmStatus.RUNNING, "h1"), job, 5);
    fleet.views().reached(Long.MAX_VALUE);
    fleet.owner().policy(TestOwner::done);
  }

  @Test
  void shouldAskTheCellForWhatThePathSays() throws Exception {
    assertThat(fleet.http().post("/v1/vms/j0-aaaaaaaa.0/stop?grace=2m").status()).isEqualTo(202);
    assertThat(fleet.owner().next().request())
        .isInstanceOfSatisfying(
            Request.StopVm.class,
            stop -> {
              assertThat(stop.vm()).isEqualTo(VM);
              assertThat(stop.graceMillis()).isEqualTo(120_000);
            });
    assertThat(fleet.http().post("/v1/vms/j0-aaaaaaaa.0/kill").status()).isEqualTo(202);
    assertThat(fleet.owner().next().request()).isInstanceOf(Request.KillVm.class);
    assertThat(fleet.http().post("/v1/vms/j0-aaaaaaaa.0/start").status()).isEqualTo(202);
    assertThat(fleet.owner().next().request()).isInstanceOf(Request.StartVm.class);
    assertThat(fleet.http().delete("/v1/vms/j0-aaaaaaaa.0?force=true").status()).isEqualTo(202);
    assertThat(fleet.owner().next().request())
        .isInstanceOfSatisfying(
            Request.RemoveVm.class, remove -> assertThat(remove.force()).isTrue());
    assertThat(fleet.http().post("/v1/jobs/j0-aaaaaaaa/cancel").status()).isEqualTo(202);
    assertThat(fleet.owner().next().request()).isInstanceOf(Request.CancelJob.class);
  }

  @Test
  void shouldSayWhetherARemovalIsDoneOrUnderWay() {
    fleet
        .owner()
        .policy((offset, request) ->
            Stream.concat(
                    Stream.of(new CellEvent.VmRemoved(VM), new CellEvent.JobRemoved(VM.job())),
                    TestOwner.done(offset, request).stream())
                .toList());

    assertThat(fleet.http().delete("/v1/vms/j0-aaaaaaaa.0").status()).isEqualTo(204);
    assertThat(fleet.http().delete("/v1/jobs/j0-aaaaaaaa").status()).isEqualTo(204);
  }

  @Test
  void shouldPassOnWhyTheCellRefuses() {
    fleet
        .owner()
        .policy((offset, request) ->
            TestOwner.outcome(offset, request, OutcomeCode.WRONG_STATE, "it runs: stop it"));

    Reply reply = fleet.http().delete("/v1/vms/j0-aaaaaaaa.0");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.at("/detail")).isEqualTo("it runs: stop it");
  }

  @Test
  void shouldWriteNothingWhenThePreconditionFails() throws Exception {
    Reply refused = fleet.http().post("/v1/vms/j0-aaaaaaaa.0/kill", "If-Match", "\"0-4\"");
    Reply taken = fleet.http().post("/v1/vms/j0-aaaaaaaa.0/stop", "If-Match", "\"0-5\"");

    assertThat(refused.status()).isEqualTo(412);
    assertThat(taken.status()).isEqualTo(202);
    assertThat(fleet.owner().next().request()).isInstanceOf(Request.StopVm.class);
  }

  @Test
  void shouldAnswerAWaitWhenTheLogAndTheViewsHaveIt() {
    CompletableFuture<Reply> reply =
        fleet.http().getLater("/v1/vms/j0-aaaaaaaa.0/wait?timeout=20s");
    ExitStatus exit = new ExitStatus(3, 0, false, null, null, 9);
    long offset = fleet.owner().write(List.of(new CellEvent.VmEnded(VM, VmStatus.EXITED, exit)));
    assertThat(reply).isNotDone();

    fleet.views().put(Things.vm(VM.toString(), VmStatus.EXITED, "h1", null, exit), job, offset);
    fleet.views().reached(offset);

    assertThat(reply.join().status()).isEqualTo(200);
    assertThat(reply.join().at("/status/exit/code")).isEqualTo("3");
  }

  @Test
  void shouldTimeOutAWait() {
    Reply vm = fleet.http().get("/v1/vms/j0-aaaaaaaa.0/wait?state=finished&timeout=50ms");
    Reply job = fleet.http().get("/v1/jobs/j0-aaaaaaaa/wait?timeout=50ms");

    assertThat(vm.status()).isEqualTo(408);
    assertThat(vm.at("/code")).isEqualTo("wait-timeout");
    assertThat(vm.at("/detail")).isEqualTo("after 50 ms it is RUNNING, not finished");
    assertThat(job.status()).isEqualTo(408);
  }

  @Test
  void shouldNotWaitForWhatIsReachedAlready() {
    assertThat(fleet.http().get("/v1/vms/j0-aaaaaaaa.0/wait?state=running").status())
        .isEqualTo(200);
    assertThat(fleet.http().get("/v1/jobs/j0-aaaaaaaa/wait?state=running").status()).isEqualTo(200);
  }

  @Test
  void shouldEndAWaitWhenTheVmIsGone() {
    CompletableFuture<Reply> reply =
        fleet.http().getLater("/v1/vms/j0-aaaaaaaa.0/wait?timeout=20s");
    long offset = fleet.owner().write(List.of(new CellEvent.VmRemoved(VM)));
    fleet.views().remove("vms", VM.toString(), offset);
    fleet.views().reached(offset);

    assertThat(reply.join().status()).isEqualTo(404);
  }

  @Test
  void shouldBoundTheNumberOfWaits() {
    List<CompletableFuture<Reply>> waits =
        Stream.generate(() -> fleet.http().getLater("/v1/vms/j0-aaaaaaaa.0/wait?timeout=20s"))
            .limit(3)
            .toList();
    Awaitility.await()
        .until(() -> fleet.http().get("/v1/vms/j0-aaaaaaaa.0/wait?timeout=1ms").status() == 429);

    long offset =
        fleet
            .owner()
            .write(
                List.of(new CellEvent.VmEnded(VM, VmStatus.LOST, ExitStatus.failed("x", "", 1))));
    fleet.views().put(Things.vm(VM.toString(), VmStatus.LOST, "h1"), job, offset);

    assertThat(waits).allSatisfy(wait -> assertThat(wait.join().status()).isEqualTo(200));
  }

  @Test
  void shouldBoundTheNumberOfRequestsThatWaitForAnOutcome() throws Exception {
    fleet.owner().policy((_, _) -> List.of());
    String body = "{\"spec\":{\"vm\":{\"image\":\"a\"}}}";
    List<CompletableFuture<Reply>> submits =
        Stream.generate(() -> fleet.http().postJsonLater("/v1/jobs", body)).limit(3).toList();
    List<TestOwner.Asked> asked =
        List.of(fleet.owner().next(), fleet.owner().next(), fleet.owner().next());

    Reply refused = fleet.http().postJson("/v1/jobs", body);
    asked.forEach(a -> fleet.owner().write(TestOwner.done(a.offset(), a.request())));

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.at("/code")).isEqualTo("too-many-waiting");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(submits).allSatisfy(s -> assertThat(s.join().status()).isEqualTo(201));
  }

  @Test
  void shouldShowTheEffectOfAnActionOrWhatItAnsweredBefore() {
    fleet.views().reached(0);
    fleet
        .owner()
        .policy((offset, request) ->
            List.of(
                new CellEvent.VmsAssigned(Things.jobIn(request), 0, 1, 1, new HostId("h1")),
                new CellEvent.Outcome(offset, OutcomeCode.DONE, Things.jobOf(request), "")));
    String body = "{\"metadata\":{\"name\":\"lag\"},\"spec\":{\"vm\":{\"image\":\"a\"}}}";
    String id = fleet.http().postJson("/v1/jobs", body).at("/metadata/id");
    long offset = fleet.owner().lastOffset();

    CompletableFuture<Reply> early = fleet.http().getLater("/v1/jobs/" + id);
    fleet.views().put(Things.job(id, Things.spec("lag", 1, Map.of()), VmCounts.NONE, 7), offset);
    fleet.views().reached(offset);

    assertThat(early.join().status()).isEqualTo(200);
    assertThat(new JobId(id).cell().value()).isZero();
  }
}
