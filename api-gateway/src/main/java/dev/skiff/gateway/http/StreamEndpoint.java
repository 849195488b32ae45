package dev.skiff.gateway.http;

import io.vertx.ext.web.RoutingContext;

/// What stands behind an operation whose request or response is a stream. Runs on the event loop
/// with the request paused, must not block, and ends the response itself.
@FunctionalInterface
public interface StreamEndpoint {
  void serve(Call call, RoutingContext context);
}
