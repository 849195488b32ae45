package dev.skiff.gateway.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.state.Host;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Responder;
import dev.skiff.gateway.http.VirtualThreads;
import dev.skiff.gateway.manifest.FieldError;
import dev.skiff.gateway.manifest.ImageNames;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.resource.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Images live in the hosts' stores: what is asked here is asked of every host, and the answer
/// tells what each of them said.
final class Images {
  private static final String PATH = "/v1/images";

  private final AgentClient agents;
  private final ReadyHosts hosts;
  private final VirtualThreads threads;
  private final Spool spool;

  Images(
      AgentSettings settings,
      AgentClient agents,
      ReadyHosts hosts,
      VirtualThreads threads,
      Vertx vertx) {
    this.agents = agents;
    this.hosts = hosts;
    this.threads = threads;
    this.spool = new Spool(vertx, settings.spool(), settings.maxImageBytes());
  }

  void list(Call call, RoutingContext context) {
    context.request().resume();
    withHosts(
        context,
        all ->
            EveryHost.ask(all, host -> ask(host, HttpMethod.GET, PATH))
                .onSuccess(
                    results -> Responder.send(context, Answer.json(200, ImageList.of(results)))));
  }

  void remove(Call call, RoutingContext context) {
    context.request().resume();
    String reference = call.required("ref");
    if (!reference.matches("sha256:[0-9a-f]{64}")) {
      checked("ref", reference);
    }
    String uri = PATH + "/" + URLEncoder.encode(reference, StandardCharsets.UTF_8);
    withHosts(
        context,
        all ->
            EveryHost.ask(all, host -> ask(host, HttpMethod.DELETE, uri))
                .onSuccess(results -> Responder.send(context, removed(reference, results))));
  }

  /// The body is kept in a file first: hosts read at their own pace, and one that fails must not
  /// break the others.
  void importArchive(Call call, RoutingContext context) {
    String type = context.request().getHeader("Content-Type");
    String name = call.text("name");
    if (type == null || !type.strip().startsWith("application/octet-stream")) {
      context.request().resume();
      throw Problem.of(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type: %s (expected: application/octet-stream)".formatted(type));
    }
    String uri =
        name == null
            ? PATH + "/import"
            : PATH
                + "/import?name="
                + URLEncoder.encode(checked("name", name), StandardCharsets.UTF_8);
    withHosts(
        context,
        all ->
            spool
                .take(context.request())
                .onFailure(failure -> Responder.fail(context, failure))
                .onSuccess(file ->
                    EveryHost.ask(all, host -> send(host, uri, file))
                        .onSuccess(results -> Responder.send(context, imported(results)))
                        .onComplete(_ -> spool.drop(file))));
  }

  void pull(Call call, RoutingContext context) {
    context.request().resume();
    String reference = call.body().path("image").asText();
    try {
      ImageNames.checked(reference);
    } catch (IllegalArgumentException refused) {
      throw Problem.fields(
          ProblemCode.INVALID_REQUEST,
          List.of(new FieldError("#/image", String.valueOf(refused.getMessage()))));
    }
    withHosts(context, all -> new PullStream(agents, context, reference).run(all));
  }

  private void withHosts(RoutingContext context, Consumer<List<Host>> then) {
    threads.run(context, hosts::all, then);
  }

  private Future<HostResult> ask(Host host, HttpMethod method, String uri) {
    return agents
        .request(host, method, uri)
        .compose(request -> request.send())
        .compose(response -> EveryHost.read(host, response));
  }

  private Future<HostResult> send(Host host, String uri, Spool.Spooled file) {
    return agents
        .request(host, HttpMethod.POST, uri)
        .compose(request -> {
          request.putHeader("Content-Type", "application/octet-stream");
          request.putHeader("Content-Length", Long.toString(file.bytes()));
          return spool.open(file).compose(request::send);
        })
        .compose(response -> EveryHost.read(host, response));
  }

  private static Answer imported(List<HostResult> results) {
    long failed = results.stream().filter(result -> !result.succeeded()).count();
    if (failed == results.size()) {
      HostResult first = results.getFirst();
      Problem problem =
          first.status() == 422 || first.status() == 413
              ? Problem.of(known(first.status()), first.code() + ": " + first.detail())
              : Problem.of(
                  ProblemCode.IMAGE_FAILED,
                  "host %s: %s: %s".formatted(first.host().id(), first.code(), first.detail()));
      return problemWith(problem, results);
    }
    return Answer.json(failed == 0 ? 200 : 207, HostResult.toJson(results));
  }

  private static ProblemCode known(int status) {
    return status == 413 ? ProblemCode.BODY_TOO_LARGE : ProblemCode.BAD_REQUEST;
  }

  private static Answer removed(String reference, List<HostResult> results) {
    List<HostResult> held = results.stream().filter(result -> result.status() != 404).toList();
    if (held.isEmpty()) {
      return Answer.problem(
          Problem.of(ProblemCode.NOT_FOUND, "no host holds an image \"" + reference + "\""));
    }
    List<HostResult> failed = held.stream().filter(result -> !result.succeeded()).toList();
    @Nullable HostResult inUse =
        failed.stream().filter(result -> result.status() == 409).findFirst().orElse(null);
    if (inUse != null) {
      return problemWith(
          Problem.of(
              ProblemCode.IMAGE_IN_USE, "host %s: %s".formatted(inUse.host().id(), inUse.detail())),
          results);
    }
    return Answer.json(failed.isEmpty() ? 200 : 207, HostResult.toJson(held));
  }

  private static Answer problemWith(Problem problem, List<HostResult> results) {
    ObjectNode body = problem.toJson();
    JsonNode list = HostResult.toJson(results).get("results");
    body.set("results", list == null ? Json.array() : list);
    return Answer.problem(problem, body);
  }

  private static String checked(String parameter, String reference) {
    try {
      return ImageNames.checked(reference);
    } catch (IllegalArgumentException refused) {
      throw Call.refused(parameter, reference, "an image reference such as skiff/busybox");
    }
  }
}
