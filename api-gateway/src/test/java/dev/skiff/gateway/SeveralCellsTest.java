package dev.skiff.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.request.Request.SubmitJob;
import dev.skiff.contracts.spec.Quota;
import dev.skiff.contracts.state.Cell;
import dev.skiff.contracts.state.Namespace;
import dev.skiff.gateway.fixture.Http.Reply;
import dev.skiff.gateway.fixture.TestFleet;
import dev.skiff.gateway.fixture.TestOwner;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeveralCellsTest {
  private static final int CELLS = 3;
  private static final String JOB = "{\"spec\":{\"vm\":{\"image\":\"a\"}}}";
  private static final Resources LARGE = new Resources(8000, 16_384, 65_536, 100);

  @TempDir private static Path folder;
  private static TestFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = TestFleet.start(folder, CELLS);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.views().clear();
    everyCell(OutcomeCode.DONE);
  }

  private static void everyCell(OutcomeCode code) {
    for (int cell = 0; cell < CELLS; cell++) {
      answer(cell, code);
    }
  }

  /// A cell that answers so unless the job may wait.
  private static void answer(int cell, OutcomeCode code) {
    fleet
        .owner(cell)
        .policy((offset, request) ->
            TestOwner.outcome(
                offset,
                request,
                request instanceof SubmitJob job && job.mayWait() ? OutcomeCode.DONE : code,
                ""));
  }

  /// What each cell was asked for, by cell.
  private static List<List<SubmitJob>> submits() {
    List<List<SubmitJob>> all = new ArrayList<>();
    for (int cell = 0; cell < CELLS; cell++) {
      all.add(fleet.owner(cell).drain().stream().map(SubmitJob.class::cast).toList());
    }
    return all;
  }

  @Test
  void shouldOfferAJobUntilACellHasRoom() {
    everyCell(OutcomeCode.NO_ROOM);
    answer(1, OutcomeCode.DONE);

    Reply reply = fleet.http().postJson("/v1/jobs", JOB);

    assertThat(reply.status()).isEqualTo(201);
    assertThat(new JobId(reply.at("/metadata/id")).cell()).isEqualTo(new CellId(1));
    SubmitJob taken = submits().get(1).getFirst();
    assertThat(taken.job().value()).isEqualTo(reply.at("/metadata/id"));
    assertThat(taken.mayWait()).isFalse();
  }

  @Test
  void shouldLetAJobWaitInTheFirstCellWhenNoneHasRoom() {
    everyCell(OutcomeCode.NO_ROOM);

    Reply reply = fleet.http().postJson("/v1/jobs", JOB, "Idempotency-Key", "k1");

    assertThat(reply.status()).isEqualTo(201);
    JobId id = new JobId(reply.at("/metadata/id"));
    List<List<SubmitJob>> submits = submits();
    assertThat(submits.get(id.cell().value()))
        .extracting(SubmitJob::mayWait)
        .containsExactly(false, true);
    assertThat(submits).flatExtracting(asked -> asked).hasSize(CELLS + 1);
    assertThat(submits)
        .flatExtracting(asked -> asked)
        .extracting(SubmitJob::job)
        .doesNotHaveDuplicates()
        .allSatisfy(job -> assertThat(job.value()).matches("j[0-2]-.*"));
  }

  @Test
  void shouldWalkTheSameCellsForTheSameKey() {
    everyCell(OutcomeCode.NO_ROOM);
    String first =
        fleet.http().postJson("/v1/jobs", JOB, "Idempotency-Key", "k2").at("/metadata/id");
    String again =
        fleet.http().postJson("/v1/jobs", JOB, "Idempotency-Key", "k2").at("/metadata/id");

    assertThat(new JobId(first).cell()).isEqualTo(new JobId(again).cell());
  }

  @Test
  void shouldRefuseAJobThatNoCellCouldEverHold() {
    everyCell(OutcomeCode.NEVER_FITS);

    Reply reply = fleet.http().postJson("/v1/jobs", JOB);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.at("/code")).isEqualTo("never-fits");
    assertThat(reply.at("/detail")).startsWith("none of 3 cells takes it: cell ");
  }

  @Test
  void shouldKeepANameInItsCell() {
    everyCell(OutcomeCode.NEVER_FITS);
    String job = "{\"metadata\":{\"name\":\"web\"},\"spec\":{\"vm\":{\"image\":\"a\"}}}";

    fleet.http().postJson("/v1/jobs", job);

    List<SubmitJob> asked = submits().stream().flatMap(List::stream).toList();
    assertThat(asked).singleElement().satisfies(one -> assertThat(one.mayWait()).isTrue());
  }

  @Test
  void shouldShowEveryCellOfTheFleetWithItsHealth() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    fleet.views().put(cell(0, "s1", now), 1);
    fleet.views().put(cell(1, "s1", now - 60_000_000), 1);

    Reply reply = fleet.http().get("/v1/cells");

    assertThat(reply.json().at("/items").findValuesAsText("state"))
        .containsExactly("OWNED", "STALE", "UNSEEN");
    assertThat(reply.at("/items/0/status/largest/cpus")).isEqualTo("8");
    assertThat(reply.json().at("/items/1/status/ageMillis").asLong()).isGreaterThan(59_000);
  }

  private static Cell cell(int id, String owner, long at) {
    return new Cell(
        new CellId(id), owner, 4, 9, 2, LARGE, Resources.NONE, LARGE, LARGE, 0, 0, false, at);
  }

  @Test
  void shouldDivideAQuotaOverTheCells() {
    fleet.views().put(0, new Namespace("media", Quota.NONE, new Resources(500, 128, 256, 1), 5), 3);

    Reply reply =
        fleet
            .http()
            .putJson(
                "/v1/namespaces/media",
                "{\"limit\":{\"cpus\":10,\"vms\":4},\"guarantee\":{\"vms\":3}}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/spec/limit/cpus")).isEqualTo("10");
    assertThat(reply.json().at("/spec/limit").has("memory")).isFalse();
    assertThat(reply.at("/spec/guarantee/vms")).isEqualTo("3");
    assertThat(reply.at("/spec/guarantee/cpus")).isEqualTo("10");
    assertThat(reply.at("/status/used/cpus")).isEqualTo("0.5");
    assertThat(reply.json().at("/status/cells").findValuesAsText("cell"))
        .containsExactly("0", "1", "2");
    List<Long> shares = new ArrayList<>();
    for (int cell = 0; cell < CELLS; cell++) {
      Request.SetQuota set = (Request.SetQuota) fleet.owner(cell).drain().getFirst();
      assertThat(set.namespace()).isEqualTo("media");
      shares.add(set.quota().limit() == null ? -1 : set.quota().limit().slots());
    }
    assertThat(shares).containsExactly(2L, 1L, 1L);
    assertThat(fleet.http().get("/v1/namespaces").at("/items/0/metadata/name")).isEqualTo("media");
    assertThat(fleet.http().delete("/v1/namespaces/media").status()).isEqualTo(204);
  }

  @Test
  void shouldSayWhenACellDidNotTakeAQuota() {
    answer(2, OutcomeCode.REJECTED);

    Reply reply = fleet.http().putJson("/v1/namespaces/media", "{\"limit\":{\"vms\":4}}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.at("/detail")).startsWith("2 of 3 cells have it; ask again: ");
    assertThat(fleet.http().putJson("/v1/namespaces/media", "{}").at("/errors/0/pointer"))
        .isEqualTo("#/limit");
    assertThat(
            fleet
                .http()
                .putJson(
                    "/v1/namespaces/media", "{\"limit\":{\"vms\":4},\"guarantee\":{\"vms\":5}}")
                .at("/errors/0/detail"))
        .isEqualTo("more than the limit (expected: within it)");
  }

  @Test
  void shouldAskForAPlanUntilACellCouldPlaceItAll() {
    for (int cell = 0; cell < CELLS; cell++) {
      int placed = cell;
      fleet.owner(cell).policy((offset, request) -> Plans.planned(offset, request, 2, placed));
    }

    Reply reply =
        fleet.http().postJson("/v1/jobs:plan", "{\"spec\":{\"count\":2,\"vm\":{\"image\":\"a\"}}}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/status/cell")).isEqualTo("2");
    assertThat(reply.at("/status/placed")).isEqualTo("2");
    assertThat(fleet.http().postJson("/v1/jobsplan", JOB).status()).isEqualTo(404);
    assertThat(fleet.http().postJson("/v1/jobs:other", JOB).status()).isEqualTo(404);
  }
}
