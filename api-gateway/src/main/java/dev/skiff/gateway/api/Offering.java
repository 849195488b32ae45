package dev.skiff.gateway.api;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request.SubmitJob;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.request.Answered;
import dev.skiff.gateway.request.CellRouter;
import dev.skiff.gateway.request.CellWalk;
import dev.skiff.gateway.request.Keys;
import dev.skiff.gateway.request.Requests;
import dev.skiff.gateway.resource.Times;
import dev.skiff.gateway.tail.Settled;
import dev.skiff.gateway.view.FleetCells;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Brings a new job to the cell that takes it. All the cells that are asked for it share one
/// deadline, and each is asked for a job with an id of its own, since an id names its cell.
final class Offering {
  private final Requests requests;
  private final CellRouter router;
  private final FleetCells cells;
  private final InstantSource clock;

  Offering(Requests requests, CellRouter router, FleetCells cells, InstantSource clock) {
    this.requests = requests;
    this.router = router;
    this.cells = cells;
    this.clock = clock;
  }

  /// A job that a cell knows now.
  record Taken(SubmitJob request, Answered answered) {}

  /// Offers a job to the cells until one has taken it, or let it wait.
  ///
  /// @param key the client's; null for none
  /// @throws Problem when none has, or when that is not known
  Taken submit(JobSpec spec, @Nullable String key, boolean held) throws InterruptedException {
    IdempotencyKey idempotency = key == null ? null : Keys.of(key, spec, held);
    ThreadLocalRandom random = ThreadLocalRandom.current();
    CellWalk walk =
        new CellWalk(router.route(spec, idempotency, cells::lately, random), idempotency != null);
    long submitted = Times.micros(clock.instant());
    try (Requests.Turn turn = requests.begin(submitted)) {
      Optional<CellWalk.Offer> offer = walk.next();
      while (offer.isPresent()) {
        CellId cell = offer.get().cell();
        SubmitJob request =
            new SubmitJob(
                JobId.random(cell, random),
                spec,
                held,
                offer.get().mayWait(),
                idempotency,
                submitted,
                turn.notAfter());
        Answered answered = turn.ask(cell, request);
        Settled settled = answered.settled();
        if (!walk.goesOnAfter(cell, settled.code(), settled.detail())) {
          Outcome.require(settled);
          return new Taken(request, answered);
        }
        offer = walk.next();
      }
    }
    CellWalk.Refusal refusal = walk.refusal();
    Outcome.require(refusal.code(), refusal.detail());
    throw new IllegalStateException("refused with " + refusal.code());
  }
}
