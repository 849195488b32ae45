package dev.skiff.gateway;

import dev.skiff.gateway.functions.Functions;
import dev.skiff.gateway.request.Requests;
import dev.skiff.gateway.tail.LogTail;
import dev.skiff.gateway.tail.LogTails;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// Gauges over what the gateway holds.
final class GatewayMeters {
  private GatewayMeters() {}

  static void register(
      MeterRegistry registry, LogTails tails, Requests requests, Functions functions) {
    Gauge.builder("skiff.gateway.waiting.invocations", functions, f -> f.invocations().waiting())
        .description("Callers that wait for their invocation")
        .register(registry);
    Gauge.builder("skiff.gateway.waiting.outcomes", requests, Requests::waiting)
        .description("Requests that wait for their outcome")
        .register(registry);
    Gauge.builder("skiff.gateway.waiting.states", tails.watches(), watches -> watches.count())
        .description("Requests that wait for a job or VM to change")
        .register(registry);
    for (LogTail tail : tails.all()) {
      String cell = tail.cell().toString();
      Gauge.builder("skiff.gateway.tail.lag", tail, t -> t.status().lag())
          .description("Records of the cell's log that were not read at the last look")
          .tag("cell", cell)
          .register(registry);
      Gauge.builder("skiff.gateway.tail.reachable", tail, t -> t.status().reachable() ? 1 : 0)
          .description("1 when the brokers answered the last question")
          .tag("cell", cell)
          .register(registry);
    }
  }
}
