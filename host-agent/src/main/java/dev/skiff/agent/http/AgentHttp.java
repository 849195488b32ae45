package dev.skiff.agent.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The agent's HTTP server. It listens before there is an agent to show, because the agent's facts
/// name its port; until then it answers 503.
public final class AgentHttp implements AutoCloseable {
  private static final int MAX_HEAD = 16 * 1024;
  private static final int MAX_BODY = 64 * 1024;
  private static final int MAX_ATTEMPTS = 2_048;

  private final Vertx vertx;
  private final BearerToken token;
  private final AtomicReference<@Nullable Router> router = new AtomicReference<>();
  private final HttpServer server;

  private AgentHttp(Vertx vertx, String address, @Nullable String token) {
    this.vertx = vertx;
    this.token = new BearerToken(token);
    this.server =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost(address)
                .setMaxHeaderSize(MAX_HEAD)
                .setMaxInitialLineLength(MAX_HEAD)
                .setMaxWebSocketFrameSize(GuestFrames.MAX_MESSAGE)
                .setMaxWebSocketMessageSize(GuestFrames.MAX_MESSAGE)
                .setHandle100ContinueAutomatically(true));
  }

  /// @param port 0 lets the system choose
  /// @param token null asks for none
  public static AgentHttp listen(Vertx vertx, String address, int port, @Nullable String token)
      throws IOException, InterruptedException {
    AgentHttp http = new AgentHttp(vertx, address, token);
    Future<HttpServer> listening = http.server.requestHandler(http::dispatch).listen(port, address);
    try {
      Waits.written(listening);
    } catch (IOException e) {
      Throwable cause = listening.cause() == null ? e : listening.cause();
      throw new IOException(
          "the agent cannot listen on %s:%d: %s".formatted(address, port, cause.getMessage()), e);
    }
    return http;
  }

  public int port() {
    return server.actualPort();
  }

  private void dispatch(HttpServerRequest request) {
    Router ready = router.get();
    if (ready == null) {
      Problems.answer(
          request.response(), new HttpFailure(503, "starting", "the agent is starting"));
    } else {
      ready.handle(request);
    }
  }

  /// Answers from now on.
  public void serve(HostView host) {
    Streams streams = new Streams();
    VmsHandler vms = new VmsHandler(host);
    LogsHandler logs = new LogsHandler(host);
    SocketsHandler sockets = new SocketsHandler(host);
    ImagesHandler images = new ImagesHandler(host);
    Streams attempts = new Streams(MAX_ATTEMPTS, "invocations");
    InvocationsHandler invocations = new InvocationsHandler(host);
    Router routes = Router.router(vertx);
    routes.get("/healthz").handler(vms::health);
    routes.route().handler(token::check);
    routes
        .get("/metrics")
        .handler(context ->
            context
                .response()
                .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                .end(host.metrics()));
    routes.get("/v1/vms").handler(c -> Streams.run(c, () -> vms.list(c)));
    routes.get("/v1/vms/:vm/logs").handler(c -> streams.stream(c, () -> logs.handle(c)));
    routes
        .get("/v1/vms/:vm/exec")
        .handler(c -> upgrade(c, () -> streams.stream(c, () -> sockets.exec(c))));
    routes
        .get("/v1/vms/:vm/attach")
        .handler(c -> upgrade(c, () -> streams.stream(c, () -> sockets.attach(c))));
    routes
        .post("/v1/vms/:vm/invocations")
        .handler(c ->
            SmallBody.read(c.request(), InvocationsHandler.MAX_BODY)
                .onSuccess(body -> attempts.stream(c, () -> invocations.invoke(c, body)))
                .onFailure(problem -> Problems.answer(c, problem)));
    routes.get("/v1/images").handler(c -> Streams.run(c, () -> images.list(c)));
    routes
        .post("/v1/images/import")
        .handler(c ->
            now(
                c,
                () -> {
                  BodyStream body = ImagesHandler.body(c);
                  streams.stream(c, () -> images.importArchive(c, body));
                }));
    routes
        .post("/v1/images/pull")
        .handler(c ->
            SmallBody.read(c.request(), MAX_BODY)
                .onSuccess(body -> streams.stream(c, () -> images.pull(c, body)))
                .onFailure(problem -> Problems.answer(c, problem)));
    routes
        .route(HttpMethod.DELETE, "/v1/images/*")
        .handler(c -> Streams.run(c, () -> images.remove(c)));
    routes.errorHandler(404, c -> Problems.answer(c, notFound(c)));
    routes.errorHandler(405, c -> Problems.answer(c, notAllowed(c)));
    routes.errorHandler(500, c -> Problems.answer(c, cause(c)));
    router.set(routes);
  }

  private static void upgrade(RoutingContext context, Streams.Work work) {
    now(
        context,
        () -> {
          SocketsHandler.requireUpgrade(context);
          work.run();
        });
  }

  private static void now(RoutingContext context, Streams.Work work) {
    try {
      work.run();
    } catch (Exception e) {
      Problems.answer(context, e);
    }
  }

  private static HttpFailure notFound(RoutingContext context) {
    return new HttpFailure(404, "not-found", context.request().path() + ": no such address");
  }

  private static HttpFailure notAllowed(RoutingContext context) {
    return new HttpFailure(
        405,
        "method-not-allowed",
        "%s cannot be done with %s"
            .formatted(context.request().method(), context.request().path()));
  }

  private static Throwable cause(RoutingContext context) {
    Throwable cause = context.failure();
    return cause == null ? new IllegalStateException("failed without a reason") : cause;
  }

  @Override
  public void close() throws IOException {
    try {
      Waits.written(server.close());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
