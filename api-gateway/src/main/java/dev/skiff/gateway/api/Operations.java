package dev.skiff.gateway.api;

import dev.skiff.gateway.functions.Functions;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Endpoint;
import dev.skiff.gateway.http.OpenApi;
import dev.skiff.gateway.request.CellRouter;
import dev.skiff.gateway.resource.Json;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.Map;

/// Every operation of the OpenAPI document that is answered in one piece.
public final class Operations {
  private Operations() {}

  public static Map<String, Endpoint> all(
      Services services,
      Functions functions,
      CellRouter router,
      OpenApi document,
      PrometheusMeterRegistry meters,
      String version) {
    Map<String, Endpoint> all = new HashMap<>();
    Offering offering =
        new Offering(services.requests(), router, services.cells(), services.clock());
    all.put("submitJob", new Submission(services, offering));
    all.put("planJob", new Planning(services, router));
    all.put("putService", new ServicePut(services, offering));
    all.putAll(new ServiceEndpoints(services).all());
    all.putAll(new WhyEndpoints(services).all());
    all.putAll(new HostEndpoints(services).all());
    all.putAll(new NamespaceEndpoints(services).all());
    all.putAll(new JobEndpoints(services).all());
    all.putAll(new VmEndpoints(services).all());
    all.putAll(new FleetEndpoints(services).all());
    all.putAll(new FunctionEndpoints(services, functions).all());
    all.put("invokeFunction", new InvokeEndpoint(functions, services.clock()));
    all.put("sendEvents", new EventEndpoint(functions, services.clock()));
    all.putAll(new InvocationEndpoints(functions, services.clock()).all());
    all.put("readiness", new Readiness(services, functions));
    all.put("health", _ -> Answer.json(200, Json.object().put("status", "UP")));
    all.put(
        "metrics",
        _ -> Answer.text(200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape()));
    all.put("openapi", _ -> Answer.text(200, "application/yaml", document.text()));
    all.put(
        "getVersion",
        _ ->
            Answer.json(
                200,
                Json.object()
                    .put("name", "skiff")
                    .put("version", version)
                    .put("api", "v1")
                    .put("java", Runtime.version().toString())));
    return all;
  }
}
