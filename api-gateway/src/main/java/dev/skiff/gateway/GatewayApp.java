package dev.skiff.gateway;

import com.hazelcast.core.HazelcastInstance;
import dev.skiff.gateway.agent.Streams;
import dev.skiff.gateway.api.Operations;
import dev.skiff.gateway.api.Services;
import dev.skiff.gateway.functions.Functions;
import dev.skiff.gateway.http.HttpServers;
import dev.skiff.gateway.http.OpenApi;
import dev.skiff.gateway.http.RequestMeters;
import dev.skiff.gateway.http.Routes;
import dev.skiff.gateway.http.VirtualThreads;
import dev.skiff.gateway.request.CellRouter;
import dev.skiff.gateway.request.Requests;
import dev.skiff.gateway.tail.LogTails;
import dev.skiff.gateway.view.FleetCells;
import dev.skiff.gateway.view.FleetSummary;
import dev.skiff.gateway.view.FleetViews;
import dev.skiff.gateway.view.Lists;
import dev.skiff.gateway.view.Lookup;
import dev.skiff.gateway.view.RecentAnswers;
import dev.skiff.gateway.view.ViewOffsets;
import dev.skiff.gateway.view.Waiting;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.InstantSource;

/// The HTTP API of a fleet: writes what people want to Kafka, answers from the cells' logs, shows
/// the views, and stands between clients and host agents.
///
/// ```
/// try (GatewayApp gateway = GatewayApp.start(config, hazelcast, InstantSource.system())) {
///   gateway.port();
/// }
/// ```
public final class GatewayApp implements AutoCloseable {
  private final Vertx vertx;
  private final LogTails tails;
  private final Requests requests;
  private final ViewOffsets offsets;
  private final Functions functions;
  private final VirtualThreads threads;
  private final int port;

  private GatewayApp(GatewayConfig config, HazelcastInstance hazelcast, InstantSource clock) {
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(config.eventLoops())
                .setPreferNativeTransport(false));
    threads = new VirtualThreads();
    tails = new LogTails(config.kafka());
    requests =
        new Requests(
            config.kafka(), tails, config.linger(), config.patience(), config.mostWaiting());
    functions = new Functions(config.kafka(), config.linger(), config.mostWaiting(), clock);
    offsets = new ViewOffsets(hazelcast);
    FleetViews views = new FleetViews(hazelcast);
    RecentAnswers recent = new RecentAnswers();
    CellRouter router = new CellRouter(config.kafka().topics().cells());
    Lookup lookup = new Lookup(views, offsets, recent);
    Lists lists = new Lists(views);
    Waiting waiting = new Waiting(lookup, offsets, tails, config.mostWaiting());
    Services services =
        new Services(
            requests,
            tails,
            views,
            offsets,
            recent,
            lookup,
            lists,
            waiting,
            new FleetSummary(views, clock),
            new FleetCells(views, config.kafka().topics().cells(), clock),
            clock);
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    GatewayMeters.register(registry, tails, requests, functions);
    OpenApi document = OpenApi.load();
    Routes routes =
        new Routes(
            Operations.all(services, functions, router, document, registry, config.version()),
            new Streams(vertx, config.agents(), lookup, lists, waiting, threads).all(),
            threads,
            new RequestMeters(registry),
            config.token());
    tails.start();
    functions.start();
    port =
        HttpServers.listen(
            vertx, document, routes, config.bind(), config.port(), config.eventLoops());
  }

  /// Starts serving. Does not wait for Kafka or Hazelcast to answer: `/readyz` tells.
  ///
  /// @param hazelcast a member or a client; the caller closes it after the gateway
  /// @throws IllegalStateException when the port cannot be had
  public static GatewayApp start(
      GatewayConfig config, HazelcastInstance hazelcast, InstantSource clock) {
    return new GatewayApp(config, hazelcast, clock);
  }

  /// The port it listens on.
  public int port() {
    return port;
  }

  @Override
  public void close() {
    HttpServers.close(vertx);
    threads.close();
    requests.close();
    tails.close();
    functions.close();
    offsets.close();
  }
}
