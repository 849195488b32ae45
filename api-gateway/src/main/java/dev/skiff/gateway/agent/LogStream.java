package dev.skiff.gateway.agent;

import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Responder;
import dev.skiff.gateway.http.StreamEndpoint;
import dev.skiff.gateway.http.VirtualThreads;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.view.VmWithJob;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `GET /v1/vms/{id}/logs`: passes on what the VM's host has, as it comes and no faster than the
/// client reads. A stream that breaks on the way is cut, never ended as if it were whole.
final class LogStream implements StreamEndpoint {
  private static final List<String> PASSED_ON =
      List.of("follow", "since", "tail", "stream", "timestamps");

  private final VmHosts hosts;
  private final AgentClient agents;
  private final VirtualThreads threads;

  LogStream(VmHosts hosts, AgentClient agents, VirtualThreads threads) {
    this.hosts = hosts;
    this.agents = agents;
    this.threads = threads;
  }

  @Override
  public void serve(Call call, RoutingContext context) {
    context.request().resume();
    boolean follow = call.flag("follow");
    threads.run(
        context,
        () -> follow ? hosts.started(call) : hosts.find(call),
        vm -> {
          if (!VmHosts.hasBegun(vm.vm().entity())) {
            Responder.send(context, Answer.text(200, "text/plain", ""));
          } else {
            open(call, context, vm);
          }
        });
  }

  private void open(Call call, RoutingContext context, VmWithJob vm) {
    threads.run(
        context,
        () -> hosts.hostOf(vm),
        target ->
            agents
                .request(target.host(), HttpMethod.GET, uri(call, vm.vm().entity()))
                .compose(request -> send(context, request))
                .onSuccess(response -> pass(context, target, response))
                .onFailure(failure -> failed(context, target, failure)));
  }

  private static Future<HttpClientResponse> send(
      RoutingContext context, HttpClientRequest request) {
    String accept = context.request().getHeader("Accept");
    if (accept != null) {
      request.putHeader("Accept", accept);
    }
    context.response().closeHandler(_ -> request.reset());
    return request.send();
  }

  private static String uri(Call call, Vm vm) {
    List<String> query = new ArrayList<>();
    for (String name : PASSED_ON) {
      String value = call.text(name);
      if (value != null) {
        query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    return "/v1/vms/%s/logs?%s".formatted(vm.id(), String.join("&", query));
  }

  private static void pass(RoutingContext context, VmHost target, HttpClientResponse agent) {
    if (agent.statusCode() != 200) {
      agent
          .body()
          .onSuccess(body ->
              Responder.fail(
                  context,
                  refusal(
                      target,
                      agent.statusCode(),
                      AgentProblems.of(target.host(), agent.statusCode(), body))))
          .onFailure(failure -> failed(context, target, failure));
      return;
    }
    HttpServerResponse response = context.response().setChunked(true);
    String type = agent.getHeader("Content-Type");
    response.putHeader("Content-Type", type == null ? "text/plain" : type);
    response.putHeader("Cache-Control", "no-store");
    String incarnation = agent.getHeader("X-Skiff-Incarnation");
    if (incarnation != null) {
      response.putHeader("X-Skiff-Incarnation", incarnation);
    }
    // So that a client that follows knows at once that it is connected.
    response.writeHead();
    agent.pipe().endOnFailure(false).to(response).onFailure(_ -> response.reset());
  }

  /// A host that does not have a VM which is over says so; why it is over says more.
  private static Problem refusal(VmHost target, int status, Problem problem) {
    Vm vm = target.vm().vm().entity();
    boolean neverRan = vm.status() == VmStatus.FAILED || vm.status() == VmStatus.LOST;
    return status == 404 && neverRan ? VmHosts.notRunning(vm) : problem;
  }

  private static void failed(RoutingContext context, VmHost target, Throwable failure) {
    Responder.fail(
        context,
        failure instanceof Problem problem
            ? problem
            : AgentClient.unreachable(target.host(), failure));
  }
}
