package dev.skiff.gateway.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.state.Host;
import dev.skiff.gateway.resource.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/// Has every host pull an image, and passes their progress on as lines of JSON; the last line holds
/// what each host said.
final class PullStream {
  private static final int MAX_LINE = 256 * 1024;

  private final AgentClient agents;
  private final HttpServerResponse response;
  private final Buffer body;

  PullStream(AgentClient agents, RoutingContext context, String reference) {
    this.agents = agents;
    this.response = context.response();
    this.body = Buffer.buffer(Json.write(Json.object().put("ref", reference)));
  }

  void run(List<Host> hosts) {
    response.setChunked(true).putHeader("Content-Type", "application/x-ndjson");
    response.putHeader("Cache-Control", "no-store");
    response.writeHead();
    EveryHost.ask(hosts, this::pull)
        .onSuccess(results -> {
          ObjectNode last = HostResult.toJson(results).put("finished", true);
          response.end(line(last));
        });
  }

  private Future<HostResult> pull(Host host) {
    return agents
        .request(host, HttpMethod.POST, "/v1/images/pull")
        .compose(request -> request.putHeader("Content-Type", "application/json").send(body))
        .compose(answer ->
            answer.statusCode() == 200 ? follow(host, answer) : EveryHost.read(host, answer));
  }

  private Future<HostResult> follow(Host host, HttpClientResponse answer) {
    Promise<HostResult> promise = Promise.promise();
    RecordParser lines = RecordParser.newDelimited("\n", answer).maxRecordSize(MAX_LINE);
    lines.exceptionHandler(promise::tryFail);
    lines.handler(line -> take(host, line, promise));
    lines.endHandler(_ ->
        promise.tryComplete(HostResult.refused(host, 0, "agent-failed", "its answer broke off")));
    return promise.future();
  }

  private void take(Host host, Buffer line, Promise<HostResult> promise) {
    if (line.length() == 0) {
      return;
    }
    try {
      JsonNode json = Json.read(line.getBytes());
      if (json.has("image")) {
        promise.tryComplete(HostResult.ok(host, 200, json.get("image")));
      } else if (json.has("error")) {
        JsonNode error = json.get("error");
        promise.tryComplete(
            HostResult.refused(
                host, 200, error.path("code").asText(), error.path("detail").asText()));
      } else if (json instanceof ObjectNode progress) {
        show(progress.put("host", host.id().value()));
      }
    } catch (JsonProcessingException e) {
      promise.tryComplete(
          HostResult.refused(host, 200, "agent-failed", "a line of its answer is not JSON"));
    }
  }

  /// Progress is only of use while it is new: a client that does not keep up misses some.
  private void show(ObjectNode progress) {
    if (!response.writeQueueFull() && !response.closed()) {
      response.write(line(progress));
    }
  }

  private static Buffer line(ObjectNode node) {
    return Buffer.buffer(Json.write(node)).appendByte((byte) '\n');
  }
}
