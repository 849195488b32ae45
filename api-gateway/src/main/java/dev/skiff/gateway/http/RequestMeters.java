package dev.skiff.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts and times requests by operation and status.
public final class RequestMeters implements Handler<RoutingContext> {
  /// Key under which a request's context holds the operation's id.
  static final String OPERATION = "skiff.operation";

  private final MeterRegistry registry;
  private final ConcurrentHashMap<Key, Timer> timers = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();

  public RequestMeters(MeterRegistry registry) {
    this.registry = registry;
    registry.gauge("skiff.gateway.requests.open", open);
  }

  @Override
  public void handle(RoutingContext context) {
    long start = System.nanoTime();
    open.incrementAndGet();
    context.addEndHandler(_ -> {
      open.decrementAndGet();
      timer(context).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    });
    context.next();
  }

  private Timer timer(RoutingContext context) {
    Key key = new Key(operation(context), context.response().getStatusCode());
    return timers.computeIfAbsent(
        key,
        _ ->
            Timer.builder("skiff.gateway.requests")
                .description("HTTP requests, until the response was written")
                .tag("operation", key.operation())
                .tag("status", Integer.toString(key.status()))
                .register(registry));
  }

  private static String operation(RoutingContext context) {
    String operation = context.get(OPERATION);
    return operation == null ? "none" : operation;
  }

  private record Key(String operation, int status) {}
}
