package dev.skiff.gateway.api;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.state.Job;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.resource.JobResource;
import dev.skiff.gateway.tail.Settled;
import dev.skiff.gateway.view.Seen;
import java.time.Duration;
import java.util.Map;

/// What can be done with jobs, apart from making one.
final class JobEndpoints {
  private final Services services;

  JobEndpoints(Services services) {
    this.services = services;
  }

  Map<String, Endpoint> all() {
    return Map.of(
        "listJobs", this::list,
        "getJob", this::get,
        "waitForJob", this::await,
        "cancelJob", this::cancel,
        "removeJob", this::remove);
  }

  private Answer list(Call call) throws InterruptedException {
    services.catchUp();
    var filter = Filters.of(call, States.ofJobs(call.text("state")), null);
    var page = services.lists().jobs(filter, call.integer("limit"), call.text("next"));
    return Pages.answer(call, "JobList", page, job -> JobResource.of(job.entity()));
  }

  private Answer get(Call call) throws InterruptedException {
    Seen<Job> job = services.lookup().job(call.required("id"), call.required("namespace"));
    return Preconditions.answer(call, job, JobResource.of(job.entity()));
  }

  private Answer await(Call call) throws InterruptedException {
    Goal goal = Goal.of(call.required("state"));
    Duration atMost = call.duration("timeout", Submission.LONGEST_WAIT);
    Seen<Job> job = services.lookup().job(call.required("id"), call.required("namespace"));
    job = services.waiting().forJob(job.entity().id(), goal::isReached, atMost);
    if (!goal.isReached(job.entity())) {
      throw Problem.of(
          ProblemCode.WAIT_TIMEOUT,
          "after %d ms it is %s, not %s"
              .formatted(atMost.toMillis(), job.entity().status(), goal.text()));
    }
    return Answer.json(200, JobResource.of(job.entity())).with("ETag", job.etag());
  }

  private Answer cancel(Call call) throws InterruptedException {
    JobId id = existing(call);
    services.ask(id, notAfter -> new Request.CancelJob(id, notAfter));
    return Answer.json(202, JobResource.of(services.lookup().job(id).entity()));
  }

  private Answer remove(Call call) throws InterruptedException {
    JobId id = existing(call);
    Settled settled = services.ask(id, notAfter -> new Request.RemoveJob(id, notAfter));
    return Answer.empty(settled.jobRemoved() ? 204 : 202);
  }

  private JobId existing(Call call) throws InterruptedException {
    Seen<Job> job = services.lookup().job(call.required("id"), call.required("namespace"));
    Preconditions.check(call, job);
    return job.entity().id();
  }
}
