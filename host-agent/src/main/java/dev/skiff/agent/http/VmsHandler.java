package dev.skiff.agent.http;

import dev.skiff.agent.core.RunSnapshot;
import dev.skiff.contracts.wire.Codecs;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/// Shows what the agent has.
final class VmsHandler {
  private final HostView host;

  VmsHandler(HostView host) {
    this.host = host;
  }

  void list(RoutingContext context) throws HttpFailure, InterruptedException {
    JsonArray vms = new JsonArray();
    Runs.all(host).forEach(run -> vms.add(json(run)));
    HostView.Health health = host.health();
    context.json(
        new JsonObject()
            .put("host", health.host())
            .put("session", health.session())
            .put("vms", vms));
  }

  private static JsonObject json(RunSnapshot run) {
    JsonObject json =
        new JsonObject()
            .put("vm", run.run().vm().toString())
            .put("incarnation", run.run().incarnation())
            .put("status", SocketsHandler.word(run.status()))
            .put("hold", run.hold().name().toLowerCase(Locale.ROOT))
            .put("image", run.image())
            .put("resources", new JsonObject(Codecs.entityToJson(run.resources())))
            .put("orderReceived", run.orderReceived());
    if (run.exit() != null) {
      json.put("exit", new JsonObject(Codecs.entityToJson(run.exit())));
    }
    return json;
  }

  void health(RoutingContext context) {
    HostView.Health health = host.health();
    JsonObject json =
        new JsonObject()
            .put("status", health.problem().isEmpty() ? "up" : "down")
            .put("host", health.host())
            .put("session", health.session())
            .put("driver", health.driver())
            .put("heartbeatAgeMillis", health.heartbeatAgeMillis());
    health.problem().ifPresent(problem -> json.put("reason", problem));
    context
        .response()
        .setStatusCode(health.problem().isEmpty() ? 200 : 503)
        .putHeader("content-type", "application/json")
        .end(json.toBuffer());
  }
}
