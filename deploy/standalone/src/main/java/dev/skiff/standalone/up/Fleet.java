package dev.skiff.standalone.up;

import dev.skiff.agent.app.AgentApp;
import dev.skiff.agent.app.HostDriver;
import dev.skiff.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A running fleet; made by [FleetStart].
final class Fleet implements AutoCloseable {
  private final Closers closers;
  private final EmbeddedBroker broker;
  private final int port;
  private final HostDriver driver;
  private final List<AgentApp> agents;

  Fleet(
      Closers closers, EmbeddedBroker broker, int port, HostDriver driver, List<AgentApp> agents) {
    this.closers = closers;
    this.broker = broker;
    this.port = port;
    this.driver = driver;
    this.agents = List.copyOf(agents);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  int kafkaPort() {
    return broker.port();
  }

  HostDriver driver() {
    return driver;
  }

  /// What makes the fleet useless, if anything does.
  @Nullable Throwable fault() {
    return broker.fault();
  }

  /// Ends all VMs on all hosts at once: SIGTERM, and after the grace their power is cut.
  void stopVms(Duration grace) throws InterruptedException {
    List<Callable<Void>> stops = new ArrayList<>();
    for (AgentApp agent : agents) {
      stops.add(() -> {
        agent.stopVms(grace);
        return null;
      });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(stops);
    }
  }

  /// Ends everything but the VMs.
  @Override
  public void close() {
    closers.close();
  }
}
