package dev.skiff.gateway.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.Request.SubmitJob;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Job;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.manifest.JobManifest;
import dev.skiff.gateway.request.Answered;
import dev.skiff.gateway.resource.JobResource;
import dev.skiff.gateway.tail.Settled;
import dev.skiff.gateway.view.Seen;
import dev.skiff.gateway.view.Submitted;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `POST /v1/jobs`: answers from the log, never from hope.
final class Submission implements Endpoint {
  static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final Services services;
  private final Offering offering;

  Submission(Services services, Offering offering) {
    this.services = services;
    this.offering = offering;
  }

  @Override
  public Answer answer(Call call) throws InterruptedException {
    JobSpec spec = Manifests.require(JobManifest.parse(call.body()));
    Duration patience = call.duration("timeout", LONGEST_WAIT);
    Offering.Taken taken = offering.submit(spec, call.text("Idempotency-Key"), call.flag("held"));
    return taken.answered().settled().code() == OutcomeCode.REPEATED
        ? repeated(taken.answered())
        : created(call, taken.request(), taken.answered(), patience);
  }

  private Answer created(Call call, SubmitJob request, Answered answered, Duration patience)
      throws InterruptedException {
    Settled settled = answered.settled();
    Submitted submitted = new Submitted(request, settled);
    services.recent().submitted(submitted);
    Seen<Job> job = submitted.job();
    String wait = call.text("wait");
    long start = System.nanoTime();
    if (wait != null) {
      Goal goal = Goal.of(wait);
      job = services.waiting().forJob(request.job(), goal::isReached, patience);
    }
    ObjectNode resource = JobResource.of(job.entity());
    if (resource.get("status") instanceof ObjectNode status) {
      addPlacement(status, settled, request.spec().count());
    }
    String timing = timing(answered, wait == null ? null : System.nanoTime() - start);
    return withLocation(Answer.json(201, resource), job).with("Server-Timing", timing);
  }

  private Answer repeated(Answered answered) throws InterruptedException {
    JobId id = answered.settled().job();
    if (id == null) {
      throw new IllegalStateException("a repeated request names no job");
    }
    services.recent().told(id, answered.settled().logOffset());
    Seen<Job> job = services.lookup().job(id);
    return withLocation(Answer.json(200, JobResource.of(job.entity())), job)
        .with("Idempotency-Replayed", "true")
        .with("Server-Timing", timing(answered, null));
  }

  private static Answer withLocation(Answer answer, Seen<Job> job) {
    return answer.with("Location", "/v1/jobs/" + job.entity().id()).with("ETag", job.etag());
  }

  private static void addPlacement(ObjectNode status, Settled settled, int count) {
    if (!settled.placed().isEmpty()) {
      ArrayNode placed = status.putArray("placed");
      settled
          .placed()
          .forEach(e ->
              placed
                  .addObject()
                  .put("first", e.first())
                  .put("count", e.count())
                  .put("host", e.host().value()));
    }
    Explanation why = settled.waiting();
    if (why != null) {
      ArrayNode waiting = status.putArray("waiting");
      for (VmRun run : VmRun.without(settled.placed(), count)) {
        waiting
            .addObject()
            .put("first", run.first())
            .put("count", run.count())
            .put("reason", why.sentence());
      }
    }
  }

  private static String timing(Answered answered, @Nullable Long waitNanos) {
    String timing =
        "write;dur=%s, log;dur=%s"
            .formatted(millis(answered.writeNanos()), millis(answered.logNanos()));
    return waitNanos == null ? timing : timing + ", wait;dur=" + millis(waitNanos);
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
  }
}
