package dev.skiff.gateway.api;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Plan;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.manifest.JobManifest;
import dev.skiff.gateway.request.CellRouter;
import dev.skiff.gateway.resource.PlanResource;
import dev.skiff.gateway.tail.Settled;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// `POST /v1/jobs:plan`: what would become of a job. Asks the cells that a submit would ask, until
/// one could place all of it, and answers with the best that was found.
final class Planning implements Endpoint {
  private final Services services;
  private final CellRouter router;

  Planning(Services services, CellRouter router) {
    this.services = services;
    this.router = router;
  }

  @Override
  public Answer answer(Call call) throws InterruptedException {
    JobSpec spec = Manifests.require(JobManifest.parse(call.body()));
    List<CellId> route =
        router.route(spec, null, services.cells()::lately, ThreadLocalRandom.current());
    Found best = null;
    for (CellId cell : route) {
      Settled settled = services.outcome(cell, notAfter -> new Request.PlanJob(spec, notAfter));
      Found found = new Found(cell, settled);
      best = best == null || found.isBetterThan(best) ? found : best;
      if (found.isWhole()) {
        break;
      }
    }
    if (best == null) {
      throw new IllegalStateException("a route without cells");
    }
    Outcome.require(best.settled());
    return Answer.json(200, PlanResource.of(require(best.settled()), best.cell().value()));
  }

  /// The plan of a request that asked for one.
  static Plan require(Settled settled) {
    Plan plan = settled.plan();
    if (plan == null) {
      throw new IllegalStateException("request " + settled.request() + " was answered no plan");
    }
    return plan;
  }

  private record Found(CellId cell, Settled settled) {
    boolean isWhole() {
      Plan plan = settled.plan();
      return plan != null && plan.placed() == plan.vms() && plan.preempted().isEmpty();
    }

    boolean isBetterThan(Found other) {
      return placed(settled.plan()) > placed(other.settled.plan());
    }

    private static int placed(@Nullable Plan plan) {
      return plan == null ? -1 : plan.placed();
    }
  }
}
