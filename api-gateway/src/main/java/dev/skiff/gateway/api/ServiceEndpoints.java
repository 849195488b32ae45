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
import dev.skiff.gateway.view.Filter;
import dev.skiff.gateway.view.Seen;
import java.util.Map;

/// What can be done with services, apart from making and changing them. A service is a job of the
/// kind `Service`, so whatever is possible with jobs is possible with it under `/v1/jobs` as well.
final class ServiceEndpoints {
  private final Services services;

  ServiceEndpoints(Services services) {
    this.services = services;
  }

  Map<String, Endpoint> all() {
    return Map.of(
        "listServices", this::list,
        "getService", this::get,
        "deleteService", this::delete);
  }

  private Answer list(Call call) throws InterruptedException {
    services.catchUp();
    Filter filter = Filters.of(call, States.ofJobs(call.text("state")), null);
    var page = services.lists().services(filter, call.integer("limit"), call.text("next"));
    return Pages.answer(call, "ServiceList", page, job -> JobResource.of(job.entity()));
  }

  private Answer get(Call call) throws InterruptedException {
    Seen<Job> service = find(call);
    return Preconditions.service(call, service, JobResource.of(service.entity()));
  }

  private Answer delete(Call call) throws InterruptedException {
    Seen<Job> service = find(call);
    Integer generation = Preconditions.generation(call);
    if (generation != null && generation != service.entity().generation()) {
      throw Problem.of(
          ProblemCode.PRECONDITION_FAILED,
          "it is in generation %d: read it again".formatted(service.entity().generation()));
    }
    JobId id = service.entity().id();
    services.ask(id, notAfter -> new Request.CancelJob(id, notAfter));
    return Answer.empty(202);
  }

  private Seen<Job> find(Call call) throws InterruptedException {
    String name = call.required("name");
    Seen<Job> job = services.lookup().job(name, call.required("namespace"));
    if (!job.entity().spec().isService()) {
      throw Problem.of(
          ProblemCode.NOT_FOUND, "\"" + name + "\" is no service but a job: see /v1/jobs/" + name);
    }
    return job;
  }
}
