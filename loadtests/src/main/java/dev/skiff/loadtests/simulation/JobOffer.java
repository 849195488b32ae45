package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent.Outcome;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request.SubmitJob;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.gateway.request.CellHash;
import dev.skiff.gateway.request.CellWalk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Somebody wants a job to run. A gateway offers it to one cell after another; where no answer
/// comes, the same is asked for again with the same key, through another gateway for all that
/// matters.
final class JobOffer {
  private static final int TRIES = 4;
  private static final long PATIENCE = 500_000;

  private final World world;
  private final List<SimulatedCell> cells;
  private final Post post;
  private final JobSpec spec;
  private final boolean held;
  private final @Nullable IdempotencyKey key;
  private final BiConsumer<JobId, JobSpec> made;
  private int tries;
  private int asked;

  /// @param made called with each id that may have become a job
  JobOffer(
      World world,
      List<SimulatedCell> cells,
      Post post,
      JobSpec spec,
      @Nullable IdempotencyKey key,
      BiConsumer<JobId, JobSpec> made) {
    this.world = world;
    this.cells = cells;
    this.post = post;
    this.spec = spec;
    this.held = world.oneIn(10);
    this.key = key;
    this.made = made;
  }

  void begin() {
    tries++;
    ask(new CellWalk(route(), key != null), world.now() + 2 * PATIENCE);
  }

  private List<CellId> route() {
    if (spec.name() != null) {
      return List.of(CellHash.ofName(spec.namespace(), spec.name(), cells.size()));
    }
    if (key != null) {
      return CellHash.order(key.key(), cells.size());
    }
    List<CellId> any = new ArrayList<>(cells.stream().map(SimulatedCell::id).toList());
    for (int i = any.size() - 1; i > 0; i--) {
      Collections.swap(any, i, world.random.nextInt(i + 1));
    }
    return any;
  }

  private void ask(CellWalk walk, long notAfter) {
    Optional<CellWalk.Offer> offer = walk.next();
    if (offer.isEmpty()) {
      return;
    }
    CellId cell = offer.get().cell();
    JobId job = JobId.random(cell, world.random);
    made.accept(job, spec);
    SubmitJob request =
        new SubmitJob(job, spec, held, offer.get().mayWait(), key, world.now(), notAfter);
    int mine = ++asked;
    post.send(
        cells.get(cell.value()),
        request,
        outcome -> {
          if (mine == asked) {
            asked++;
            answered(walk, cell, outcome, notAfter);
          }
        });
    world.after(PATIENCE, () -> giveUp(mine));
  }

  private void answered(CellWalk walk, CellId cell, Outcome outcome, long notAfter) {
    if (walk.goesOnAfter(cell, outcome.code(), outcome.detail())) {
      ask(walk, notAfter);
    }
  }

  private void giveUp(int waitedFor) {
    if (waitedFor == asked && key != null && tries < TRIES && world.hasFaults()) {
      asked++;
      world.note("no answer for key %s: asks again", key.key());
      begin();
    }
  }
}
