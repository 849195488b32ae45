package dev.skiff.gateway.agent;

import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.http.Responder;
import dev.skiff.gateway.http.StreamEndpoint;
import dev.skiff.gateway.http.VirtualThreads;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.view.VmWithJob;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.ext.web.RoutingContext;

/// `exec` and `attach`: a WebSocket to the VM's host behind the client's own. The host's side is
/// opened first, so that a refusal is still an HTTP answer.
final class SocketStream implements StreamEndpoint {
  private final VmHosts hosts;
  private final AgentClient agents;
  private final VirtualThreads threads;
  private final Kind kind;

  /// Which command one talks to.
  enum Kind {
    /// A further one, in a VM that runs.
    EXEC,
    /// The VM's own, from its start on.
    ATTACH
  }

  SocketStream(VmHosts hosts, AgentClient agents, VirtualThreads threads, Kind kind) {
    this.hosts = hosts;
    this.agents = agents;
    this.threads = threads;
    this.kind = kind;
  }

  @Override
  public void serve(Call call, RoutingContext context) {
    if (!"websocket".equalsIgnoreCase(context.request().getHeader("Upgrade"))) {
      context.request().resume();
      throw Problem.of(ProblemCode.WEBSOCKET_NEEDED, "connect with a WebSocket client")
          .with("Upgrade", "websocket")
          .with("Connection", "Upgrade");
    }
    threads.run(context, () -> target(call), target -> connect(call, context, target));
  }

  private VmHost target(Call call) throws InterruptedException {
    VmWithJob vm =
        switch (kind) {
          case EXEC -> hosts.find(call);
          case ATTACH -> hosts.started(call);
        };
    if (vm.vm().entity().status().isFinal()
        || (kind == Kind.EXEC && !VmHosts.runs(vm.vm().entity()))) {
      throw VmHosts.notRunning(vm.vm().entity());
    }
    return hosts.hostOf(vm);
  }

  private void connect(Call call, RoutingContext context, VmHost target) {
    String uri =
        switch (kind) {
          case EXEC -> "/v1/vms/%s/exec".formatted(target.vm().vm().entity().id());
          case ATTACH ->
              "/v1/vms/%s/attach?logs=%s"
                  .formatted(target.vm().vm().entity().id(), call.flag("logs"));
        };
    ClientWebSocket agent = agents.sockets().webSocket();
    SocketPipe pipe = new SocketPipe(agent);
    agent
        .connect(agents.socket(target.host(), uri))
        .onSuccess(socket -> upgrade(context, pipe, socket))
        .onFailure(failure -> Responder.fail(context, problem(target, failure)));
  }

  private static void upgrade(RoutingContext context, SocketPipe pipe, WebSocket agent) {
    HttpServerRequest request = context.request();
    request
        .toWebSocket()
        .onSuccess(pipe::join)
        .onFailure(failure -> {
          agent.close();
          Responder.fail(context, failure);
        });
    // The switch waits for the end of the request, which was paused until now.
    request.resume();
  }

  private static Throwable problem(VmHost target, Throwable failure) {
    if (failure instanceof UpgradeRejectedException refused) {
      return AgentProblems.of(target.host(), refused.getStatus(), refused.getBody());
    }
    return failure instanceof Problem ? failure : AgentClient.unreachable(target.host(), failure);
  }
}
