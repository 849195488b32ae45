package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.NEVER;
import static dev.skiff.core.cell.CellHarness.job;
import static dev.skiff.core.cell.CellHarness.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.checkpoint.CheckpointRecord.Chunk;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.wire.Codecs;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  private final CellHarness cell = new CellHarness();

  @Test
  void shouldRestoreEverythingThatWasWrittenDown() {
    cell.join("h1", 1, 4, 8_192);
    cell.join(
        "h2",
        3,
        4,
        8_192,
        new RunningVm(VmId.parse("j0-gone.0"), 2, new Resources(1, 1, 1, 1), VmHold.NONE));
    cell.submit("j0-aaaa", job(3_000), new IdempotencyKey("k", "b"));
    cell.submit("j0-bbbb", spec("web", 2, RestartPolicy.NEVER, 60L, List.of(), 5));
    cell.place();
    cell.started("h1", 1, VmId.parse("j0-bbbb.0"), 1);
    cell.request(new Request.CancelJob(new JobId("j0-aaaa"), NEVER));
    List<Chunk> before = cell.state.toChunks();

    cell.restoreFromCheckpoint();

    assertThat(before.size()).isGreaterThan(1);
    assertThat(cell.state.toChunks()).isEqualTo(before);
    assertThat(cell.state.pendingVms())
        .isEqualTo(cell.job(new JobId("j0-aaaa")).counts().pending());
    assertThat(cell.state.tickDue(cell.now, CellRules.DEFAULT)).as("goes on cancelling").isTrue();
  }

  @Test
  void shouldWriteDownTheMomentOfTheSnapshotWhileTheStateMovesOn() {
    cell.join("h1", 1, 4, 8_192);
    cell.submit("j0-aaaa", job(3));
    List<Chunk> before = cell.state.toChunks();

    Snapshot snapshot = cell.state.snapshot();
    cell.place();
    cell.submit("j0-bbbb", job(2));
    cell.join("h2", 1, 4, 8_192);

    assertThat(cell.state.toChunks()).isNotEqualTo(before);
    assertThat(snapshot.toChunks()).isEqualTo(before);
  }

  @Test
  void shouldFitEveryChunkIntoARecord() {
    cell.submit("j0-aaaa", job(5_000));

    for (Chunk chunk : cell.state.toChunks()) {
      assertThat(Codecs.CHECKPOINT.encode(chunk).length).isPositive();
    }
  }
}
