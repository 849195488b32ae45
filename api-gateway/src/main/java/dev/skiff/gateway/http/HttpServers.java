package dev.skiff.gateway.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// Listens on one port with several event loops, within bounds.
public final class HttpServers {
  private static final int MAX_URI = 8 * 1024;
  private static final int MAX_HEADERS = 16 * 1024;
  private static final int MAX_FRAME = 128 * 1024;
  private static final long START_SECONDS = 30;
  private static final long STOP_SECONDS = 10;

  private HttpServers() {}

  /// @param port 0 for one that is free
  /// @return the port
  public static int listen(
      Vertx vertx, OpenApi document, Routes routes, String bind, int port, int eventLoops) {
    // A negative port is how Vert.x is asked for a free one that all instances share.
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(bind)
            .setPort(port == 0 ? -1 : port)
            .setMaxInitialLineLength(MAX_URI)
            .setMaxHeaderSize(MAX_HEADERS)
            .setMaxWebSocketFrameSize(MAX_FRAME)
            .setMaxWebSocketMessageSize(MAX_FRAME)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setHandle100ContinueAutomatically(true)
            // An upgrade to HTTP/2 in clear text, which Java's own client offers with each first
            // request, lost the bodies of some requests. HTTP/2 is for the proxy that ends TLS.
            .setHttp2ClearTextEnabled(false)
            .setReuseAddress(true);
    AtomicInteger actual = new AtomicInteger();
    Future<String> deployed =
        document
            .contract(vertx)
            .compose(contract ->
                vertx.deployVerticle(
                    () -> new Server(contract, routes, options, actual),
                    new DeploymentOptions().setInstances(eventLoops)));
    await(deployed, START_SECONDS, "listening on " + bind + ":" + port);
    return actual.get();
  }

  /// Stops listening and closes every connection.
  public static void close(Vertx vertx) {
    await(vertx.close(), STOP_SECONDS, "closing");
  }

  private static void await(Future<?> future, long seconds, String what) {
    try {
      future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(what + " failed: " + e.getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(what + " took more than " + seconds + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(what + " was interrupted", e);
    }
  }

  private static final class Server extends VerticleBase {
    private final OpenAPIContract contract;
    private final Routes routes;
    private final HttpServerOptions options;
    private final AtomicInteger actualPort;

    Server(
        OpenAPIContract contract,
        Routes routes,
        HttpServerOptions options,
        AtomicInteger actualPort) {
      this.contract = contract;
      this.routes = routes;
      this.options = options;
      this.actualPort = actualPort;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer(options)
          .requestHandler(routes.router(vertx, contract))
          .invalidRequestHandler(InvalidRequests::answer)
          .listen()
          .onSuccess(this::remember);
    }

    private void remember(HttpServer server) {
      actualPort.set(server.actualPort());
    }
  }
}
