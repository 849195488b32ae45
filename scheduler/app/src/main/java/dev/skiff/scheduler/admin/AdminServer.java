package dev.skiff.scheduler.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The operator's endpoint: `/healthz` (200 while every cell's thread runs), `/readyz` (200 once
/// every cell's state is at hand), `/metrics` for Prometheus, `/cells` as JSON. Everything is
/// answered from memory.
public final class AdminServer implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final Vertx vertx;
  private final HttpServer server;

  private AdminServer(Vertx vertx, HttpServer server) {
    this.vertx = vertx;
    this.server = server;
  }

  /// @param cells how the cells are now; an empty list while the scheduler is starting
  /// @throws IOException when the port is taken
  public static AdminServer start(
      AdminSettings settings,
      PrometheusMeterRegistry metrics,
      String schedulerId,
      Supplier<List<CellReport>> cells)
      throws IOException, InterruptedException {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
    Router router = Router.router(vertx);
    router
        .get("/healthz")
        .handler(request -> judge(request, cells.get(), CellReport::isHealthy, true));
    router
        .get("/readyz")
        .handler(request -> judge(request, cells.get(), CellReport::isReady, false));
    router
        .get("/metrics")
        .handler(request ->
            request
                .response()
                .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                .end(metrics.scrape()));
    router
        .get("/cells")
        .handler(request ->
            json(
                request,
                200,
                new JsonObject().put("scheduler", schedulerId).put("cells", list(cells.get()))));
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.bindAddress())
            .setPort(settings.port())
            .setIdleTimeout(30);
    try {
      HttpServer server =
          vertx
              .createHttpServer(options)
              .requestHandler(router)
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return new AdminServer(vertx, server);
    } catch (ExecutionException | TimeoutException e) {
      vertx.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "the admin endpoint cannot listen on %s:%d: %s"
              .formatted(settings.bindAddress(), settings.port(), cause.getMessage()),
          e);
    }
  }

  public int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    try {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the admin endpoint does not close", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void judge(
      RoutingContext request,
      List<CellReport> cells,
      Predicate<CellReport> good,
      boolean whileStarting) {
    boolean all = cells.isEmpty() ? whileStarting : cells.stream().allMatch(good);
    JsonObject body = new JsonObject().put("status", all ? "up" : "down").put("cells", list(cells));
    json(request, all ? 200 : 503, body);
  }

  private static JsonArray list(List<CellReport> cells) {
    JsonArray list = new JsonArray();
    cells.forEach(cell -> list.add(cell.toJson()));
    return list;
  }

  private static void json(RoutingContext request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(body.toBuffer());
  }
}
