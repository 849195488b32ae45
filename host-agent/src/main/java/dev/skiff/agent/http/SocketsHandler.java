package dev.skiff.agent.http;

import dev.skiff.agent.core.RunSnapshot;
import dev.skiff.agent.core.RunStatus;
import dev.skiff.agent.vmm.MicroVm;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;

/// Upgrades to WebSockets once it is clear what they are for.
final class SocketsHandler {
  private static final String EVENT_LOOP = "event-loop";

  private final HostView host;

  SocketsHandler(HostView host) {
    this.host = host;
  }

  /// To be called on the event loop, before the request is handed on.
  static void requireUpgrade(RoutingContext context) throws HttpFailure {
    if (!"websocket".equalsIgnoreCase(context.request().getHeader("upgrade"))) {
      throw new HttpFailure(426, "not-a-websocket", "this address takes WebSockets only");
    }
    // Nothing of the peer's may be lost until the upgrade.
    context.request().pause();
    context.put(EVENT_LOOP, Vertx.currentContext());
  }

  void exec(RoutingContext context) throws HttpFailure, IOException, InterruptedException {
    RunSnapshot run = find(context);
    MicroVm vm =
        host.vm(run.run())
            .orElseThrow(() ->
                new HttpFailure(
                    409,
                    "vm-not-running",
                    "VM %s is %s".formatted(run.run().vm(), word(run.status()))));
    new ExecSession(upgrade(context), vm).run();
  }

  void attach(RoutingContext context) throws HttpFailure, IOException, InterruptedException {
    RunSnapshot run = find(context);
    if (run.status() == RunStatus.ENDED) {
      throw new HttpFailure(
          409, "vm-not-running", "VM " + run.run().vm() + " is over; its logs are still there");
    }
    boolean logs = "true".equals(context.request().getParam("logs"));
    new AttachSession(upgrade(context), host, run).run(logs);
  }

  private RunSnapshot find(RoutingContext context) throws HttpFailure, InterruptedException {
    return Runs.find(host, context.pathParam("vm"), null);
  }

  /// In one step on the request's own event loop: what the peer says right after the answer to its
  /// upgrade would be lost if somebody began to listen a moment later.
  private static GuestFrames upgrade(RoutingContext context)
      throws IOException, InterruptedException {
    Context loop = context.get(EVENT_LOOP);
    Promise<GuestFrames> opened = Promise.promise();
    loop.runOnContext(
        _ -> context.request().toWebSocket().map(GuestFrames::new).onComplete(opened));
    return Waits.written(opened.future());
  }

  static String word(RunStatus status) {
    return switch (status) {
      case WAITING, STARTING -> "starting";
      case RUNNING -> "running";
      case ENDING -> "ending";
      case ENDED -> "ended";
    };
  }
}
