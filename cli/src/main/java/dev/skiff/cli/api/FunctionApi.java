package dev.skiff.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.view.DeployedFunction;
import dev.skiff.cli.view.Invocation;
import java.time.Duration;
import java.util.Map;

/// What can be asked about functions.
public final class FunctionApi {
  /// Longer than the server holds an invocation.
  private static final Duration MARGIN = Duration.ofSeconds(15);

  private final ApiClient api;
  private final String namespace;

  /// @param namespace in which names are looked up
  public FunctionApi(ApiClient api, String namespace) {
    this.api = api;
    this.namespace = namespace;
  }

  public DeployedFunction get(String name) throws InterruptedException {
    return new DeployedFunction(api.ask(request(ApiRequest.get(path(name)))));
  }

  public DeployedFunction put(String name, JsonNode manifest) throws InterruptedException {
    return new DeployedFunction(api.ask(request(ApiRequest.put(path(name))).body(manifest)));
  }

  public void delete(String name) throws InterruptedException {
    api.ask(request(ApiRequest.delete(path(name))));
  }

  public Pages.Found<Invocation> invocations(String name, int limit) throws InterruptedException {
    return Pages.read(
        api, request(ApiRequest.get(path(name) + "/invocations")), limit, Invocation::new);
  }

  /// What a function answered.
  public byte[] invoke(String name, byte[] body, Map<String, String> headers, Duration timeout)
      throws InterruptedException {
    ApiRequest request =
        request(ApiRequest.post(path(name) + "/invoke"))
            .with("timeout", timeout.toMillis() + "ms")
            .within(timeout.plus(MARGIN));
    return api.exchange(with(request, headers), body);
  }

  /// The id of an invocation that nobody waits for.
  public String invokeLater(String name, byte[] body, Map<String, String> headers)
      throws InterruptedException {
    ApiRequest request =
        request(ApiRequest.post(path(name) + "/invoke")).header("Prefer", "respond-async");
    return api.json(api.exchange(with(request, headers), body)).path("id").asText("");
  }

  /// Sends a CloudEvent, and says which invocations it led to.
  public JsonNode send(byte[] data, Map<String, String> headers) throws InterruptedException {
    return api.json(api.exchange(with(ApiRequest.post("/v1/events"), headers), data));
  }

  /// An invocation may run twice if it is sent twice, so none is.
  private static ApiRequest with(ApiRequest request, Map<String, String> headers) {
    ApiRequest whole = request.once();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      whole = whole.header(header.getKey(), header.getValue());
    }
    return whole;
  }

  private ApiRequest request(ApiRequest request) {
    return namespace.equals("default") ? request : request.with("namespace", namespace);
  }

  private static String path(String name) {
    return "/v1/functions/" + ApiRequest.segment(name);
  }
}
