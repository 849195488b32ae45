package dev.skiff.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.cli.view.Job;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What can be asked about services.
public final class ServiceApi {
  private static final int TRIES = 5;
  private static final int PRECONDITION_FAILED = 412;

  private final ApiClient api;
  private final String namespace;

  /// @param namespace in which names are looked up
  public ServiceApi(ApiClient api, String namespace) {
    this.api = api;
    this.namespace = namespace;
  }

  public Job get(String name) throws InterruptedException {
    return new Job(api.ask(request(ApiRequest.get(path(name)))));
  }

  /// Makes a service, or changes it to what the manifest says.
  public Job put(String name, JsonNode manifest) throws InterruptedException {
    return put(name, manifest, null);
  }

  /// Changes a part of a service. Whoever changes it at the same time is not overwritten: the
  /// change is then made again to what they have made of it.
  ///
  /// @param change of the `spec`
  public Job change(String name, Consumer<ObjectNode> change) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      JsonNode service = api.ask(request(ApiRequest.get(path(name))));
      ObjectNode manifest = service.deepCopy();
      manifest.remove("status");
      manifest.withObjectProperty("metadata").remove("id");
      change.accept(manifest.withObjectProperty("spec"));
      try {
        return put(name, manifest, service.path("status").path("generation").asText("1"));
      } catch (ApiProblemException e) {
        if (e.problem().status() != PRECONDITION_FAILED || attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  private Job put(String name, JsonNode manifest, @Nullable String generation)
      throws InterruptedException {
    ApiRequest request =
        request(ApiRequest.put(path(name)))
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .body(manifest);
    // Only the generation in a service's ETag is compared.
    return new Job(
        api.ask(
            generation == null
                ? request
                : request.header("If-Match", "\"" + generation + "-0-0\"")));
  }

  public void delete(String name) throws InterruptedException {
    api.ask(request(ApiRequest.delete(path(name))));
  }

  private ApiRequest request(ApiRequest request) {
    return namespace.equals("default") ? request : request.with("namespace", namespace);
  }

  private static String path(String name) {
    return "/v1/services/" + ApiRequest.segment(name);
  }
}
