package dev.skiff.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.view.Job;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// What can be asked about jobs.
public final class Jobs {
  /// Longer than the server holds a wait.
  private static final Duration MARGIN = Duration.ofSeconds(15);

  private final ApiClient api;

  public Jobs(ApiClient api) {
    this.api = api;
  }

  public static ApiRequest list() {
    return ApiRequest.get("/v1/jobs");
  }

  public Pages.Found<Job> list(ApiRequest request, int limit) throws InterruptedException {
    return Pages.read(api, request, limit, Job::new);
  }

  /// Submits a manifest once, however often the request has to be sent.
  ///
  /// @param held whether its VMs wait to be started
  public Job submit(JsonNode manifest, boolean held) throws InterruptedException {
    ApiRequest request =
        ApiRequest.post("/v1/jobs")
            .with("held", held ? true : null)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .body(manifest);
    return new Job(api.ask(request));
  }

  /// What would become of a manifest, as the API shows it.
  public JsonNode plan(JsonNode manifest) throws InterruptedException {
    return api.ask(ApiRequest.post("/v1/jobs:plan").body(manifest));
  }

  public Job get(String id) throws InterruptedException {
    return new Job(api.ask(ApiRequest.get(path(id))));
  }

  public Optional<Job> find(String id) throws InterruptedException {
    return api.find(ApiRequest.get(path(id))).map(Job::new);
  }

  public void cancel(String id) throws InterruptedException {
    api.ask(ApiRequest.post(path(id) + "/cancel"));
  }

  public void remove(String id) throws InterruptedException {
    api.ask(ApiRequest.delete(path(id)));
  }

  /// Waits at the server until the job is over.
  ///
  /// @param atMost how long, up to ten minutes
  /// @return empty when the time ran out
  public Optional<Job> awaitEnd(String id, Duration atMost) throws InterruptedException {
    ApiRequest request =
        ApiRequest.get(path(id) + "/wait")
            .with("state", "finished")
            .with("timeout", atMost.toMillis() + "ms")
            .within(atMost.plus(MARGIN));
    try {
      return Optional.of(new Job(api.ask(request)));
    } catch (ApiProblemException e) {
      if (e.problem().status() == 408) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String path(String id) {
    return "/v1/jobs/" + ApiRequest.segment(id);
  }
}
