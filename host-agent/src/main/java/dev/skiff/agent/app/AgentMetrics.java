package dev.skiff.agent.app;

import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.StartPhases;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// What an agent counts.
final class AgentMetrics {
  private static final int MAX_CODES = 100;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Timer boots;
  private final Counter rejoins;

  AgentMetrics() {
    registry
        .config()
        .meterFilter(
            MeterFilter.maximumAllowableTags(
                "skiff.agent.vm.ends", "failure", MAX_CODES, MeterFilter.deny()));
    boots =
        Timer.builder("skiff.agent.vm.starts")
            .description("From the order to the running command")
            .publishPercentileHistogram()
            .register(registry);
    rejoins =
        Counter.builder("skiff.agent.rejoins")
            .description("Sessions opened without a restart of the agent")
            .register(registry);
  }

  void started(StartPhases phases) {
    long micros = phases.commandStarted() - phases.orderReceived();
    boots.record(Math.max(0, micros), TimeUnit.MICROSECONDS);
  }

  void ended(ExitStatus exit) {
    Counter.builder("skiff.agent.vm.ends")
        .description("VMs that are over, by failure; `none` for a command that ran and ended")
        .tag("failure", exit.failure() == null ? "none" : exit.failure())
        .register(registry)
        .increment();
  }

  void rejoined() {
    rejoins.increment();
  }

  void gauge(String name, String description, Supplier<Number> value) {
    Meter meter = Gauge.builder(name, value).description(description).register(registry);
    assert meter != null;
  }

  String scrape() {
    return registry.scrape();
  }

  void close() {
    registry.close();
  }
}
