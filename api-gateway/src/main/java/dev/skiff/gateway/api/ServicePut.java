package dev.skiff.gateway.api;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Job;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.manifest.JobManifest;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.resource.JobResource;
import dev.skiff.gateway.tail.Settled;
import dev.skiff.gateway.view.Seen;
import dev.skiff.gateway.view.Submitted;
import java.util.Optional;

/// `PUT /v1/services/{name}`: makes a service, or changes it while it runs. Who decides whether
/// there is one already is the cell of its name: what this gateway sees is only where it begins.
final class ServicePut implements Endpoint {
  private final Services services;
  private final Offering offering;

  ServicePut(Services services, Offering offering) {
    this.services = services;
    this.offering = offering;
  }

  @Override
  public Answer answer(Call call) throws InterruptedException {
    JobSpec spec = spec(call);
    Optional<Seen<Job>> existing = services.lookup().named(call.required("name"), spec.namespace());
    boolean createOnly = "*".equals(call.text("If-None-Match"));
    if (existing.isPresent() && createOnly) {
      throw Problem.of(
          ProblemCode.PRECONDITION_FAILED, "there is one already: leave If-None-Match out");
    }
    return existing.isPresent() ? update(call, existing.get().entity(), spec) : create(call, spec);
  }

  private static JobSpec spec(Call call) {
    JobSpec spec = Manifests.require(JobManifest.parseService(AddressedManifest.completed(call)));
    AddressedManifest.agree(call, spec.name(), spec.namespace());
    return spec;
  }

  private Answer create(Call call, JobSpec spec) throws InterruptedException {
    if (Preconditions.isGiven(call)) {
      throw Problem.of(
          ProblemCode.PRECONDITION_FAILED, "there is no such service: leave If-Match out");
    }
    Offering.Taken taken = offering.submit(spec, call.text("Idempotency-Key"), false);
    Settled settled = taken.answered().settled();
    JobId id = settled.job();
    if (settled.code() == OutcomeCode.REPEATED && id != null) {
      services.recent().told(id, settled.logOffset());
      return answer(200, services.lookup().job(id)).with("Idempotency-Replayed", "true");
    }
    Submitted submitted = new Submitted(taken.request(), settled);
    services.recent().submitted(submitted);
    return answer(201, submitted.job());
  }

  private Answer update(Call call, Job existing, JobSpec spec) throws InterruptedException {
    if (!existing.spec().isService()) {
      throw Problem.of(
          ProblemCode.NAME_TAKEN, existing.id() + " has the name, and is a job: choose another");
    }
    JobId id = existing.id();
    Integer generation = Preconditions.generation(call);
    Settled settled =
        services.outcome(
            id.cell(), notAfter -> new Request.UpdateJob(id, spec, generation, notAfter));
    if (settled.code() == OutcomeCode.CONFLICT && generation != null) {
      throw Problem.of(
          ProblemCode.PRECONDITION_FAILED,
          settled.detail().isEmpty() ? "it has changed: read it again" : settled.detail());
    }
    Outcome.require(settled);
    services.recent().told(id, settled.logOffset());
    return answer(200, atLeast(settled, spec, services.lookup().job(id)));
  }

  /// The service as the views have it, or as the log does where they are behind.
  private static Seen<Job> atLeast(Settled settled, JobSpec spec, Seen<Job> seen) {
    Integer generation = settled.generation();
    Job job = seen.entity();
    return generation == null || generation <= job.generation()
        ? seen
        : new Seen<>(job.updated(generation, spec, settled.at()), seen.cell(), settled.logOffset());
  }

  private static Answer answer(int status, Seen<Job> service) {
    Job job = service.entity();
    return Answer.json(status, JobResource.of(job))
        .with(
            "Location",
            "/v1/services/%s?namespace=%s".formatted(job.spec().name(), job.spec().namespace()))
        .with("ETag", Preconditions.etag(service));
  }
}
