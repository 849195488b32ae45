package dev.skiff.gateway.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request.SubmitJob;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Job;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.manifest.JobManifest;
import dev.skiff.gateway.manifest.Parsed;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.request.Answered;
import dev.skiff.gateway.request.CellChoice;
import dev.skiff.gateway.request.Keys;
import dev.skiff.gateway.request.Requests;
import dev.skiff.gateway.resource.JobResource;
import dev.skiff.gateway.resource.Times;
import dev.skiff.gateway.tail.Settled;
import dev.skiff.gateway.view.Lookup;
import dev.skiff.gateway.view.RecentAnswers;
import dev.skiff.gateway.view.Seen;
import dev.skiff.gateway.view.Submitted;
import dev.skiff.gateway.view.Waiting;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// `POST /v1/jobs`: answers from the log, never from hope.
final class Submission implements Endpoint {
  static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final Requests requests;
  private final CellChoice cells;
  private final RecentAnswers recent;
  private final Lookup lookup;
  private final Waiting waiting;
  private final InstantSource clock;

  Submission(
      Requests requests,
      CellChoice cells,
      RecentAnswers recent,
      Lookup lookup,
      Waiting waiting,
      InstantSource clock) {
    this.requests = requests;
    this.cells = cells;
    this.recent = recent;
    this.lookup = lookup;
    this.waiting = waiting;
    this.clock = clock;
  }

  @Override
  public Answer answer(Call call) throws InterruptedException {
    JobSpec spec =
        switch (JobManifest.parse(call.body())) {
          case Parsed.Ok<JobSpec>(JobSpec value) -> value;
          case Parsed.Refused<JobSpec>(var errors) ->
              throw Problem.fields(ProblemCode.INVALID_MANIFEST, errors);
        };
    Duration patience = call.duration("timeout", LONGEST_WAIT);
    SubmitJob request = request(call, spec);
    Answered answered = requests.ask(request.job().cell(), request);
    Outcome.require(answered.settled());
    return answered.settled().code() == OutcomeCode.REPEATED
        ? repeated(answered)
        : created(call, request, answered, patience);
  }

  private SubmitJob request(Call call, JobSpec spec) {
    String key = call.text("Idempotency-Key");
    boolean held = call.flag("held");
    IdempotencyKey idempotency = key == null ? null : Keys.of(key, spec, held);
    ThreadLocalRandom random = ThreadLocalRandom.current();
    CellId cell = cells.of(spec.namespace(), spec.name(), idempotency, random);
    long now = Times.micros(clock.instant());
    return new SubmitJob(
        JobId.random(cell, random), spec, held, idempotency, now, requests.notAfter(now));
  }

  private Answer created(Call call, SubmitJob request, Answered answered, Duration patience)
      throws InterruptedException {
    Settled settled = answered.settled();
    Submitted submitted = new Submitted(request, settled);
    recent.submitted(submitted);
    Seen<Job> job = submitted.job();
    String wait = call.text("wait");
    long start = System.nanoTime();
    if (wait != null) {
      Goal goal = Goal.of(wait);
      job = waiting.forJob(request.job(), goal::isReached, patience);
    }
    ObjectNode resource = JobResource.of(job.entity());
    if (resource.get("status") instanceof ObjectNode status) {
      addPlacement(status, settled);
    }
    String timing = timing(answered, wait == null ? null : System.nanoTime() - start);
    return withLocation(Answer.json(201, resource), job).with("Server-Timing", timing);
  }

  private Answer repeated(Answered answered) throws InterruptedException {
    JobId id = answered.settled().job();
    if (id == null) {
      throw new IllegalStateException("a repeated request names no job");
    }
    recent.told(id, answered.settled().logOffset());
    Seen<Job> job = lookup.job(id);
    return withLocation(Answer.json(200, JobResource.of(job.entity())), job)
        .with("Idempotency-Replayed", "true")
        .with("Server-Timing", timing(answered, null));
  }

  private static Answer withLocation(Answer answer, Seen<Job> job) {
    return answer.with("Location", "/v1/jobs/" + job.entity().id()).with("ETag", job.etag());
  }

  private static void addPlacement(ObjectNode status, Settled settled) {
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
    if (!settled.waiting().isEmpty()) {
      ArrayNode waiting = status.putArray("waiting");
      settled
          .waiting()
          .forEach(e ->
              waiting
                  .addObject()
                  .put("first", e.first())
                  .put("count", e.count())
                  .put("reason", e.reason()));
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
