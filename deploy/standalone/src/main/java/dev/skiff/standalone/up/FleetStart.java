package dev.skiff.standalone.up;

import dev.skiff.agent.app.AgentApp;
import dev.skiff.agent.app.AgentConfig;
import dev.skiff.agent.app.AgentStartException;
import dev.skiff.agent.app.SharedParts;
import dev.skiff.agent.vmm.simulated.SimulatedSettings;
import dev.skiff.broker.BrokerException;
import dev.skiff.broker.EmbeddedBroker;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.Topics;
import dev.skiff.core.owner.OwnerTimings;
import dev.skiff.dispatcher.app.DispatcherApp;
import dev.skiff.dispatcher.app.DispatcherConfig;
import dev.skiff.gateway.GatewayApp;
import dev.skiff.gateway.GatewayConfig;
import dev.skiff.gateway.agent.AgentSettings;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.TopicMismatchException;
import dev.skiff.scheduler.SchedulerApp;
import dev.skiff.scheduler.SchedulerConfig;
import dev.skiff.scheduler.admin.AdminSettings;
import dev.skiff.scheduler.hazelcast.HazelcastSettings;
import dev.skiff.standalone.data.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Starts a fleet: the broker, then what stands on it, and beside them what takes longest, the
/// search for a VMM that works.
final class FleetStart {
  private static final CellId CELL = new CellId(0);
  private static final Topics TOPICS = new Topics("skiff", 1);
  private static final long LARGEST_IMAGE_BYTES = 8L << 30;

  /// The only scheduler there is has nobody to convince that it lives, so an idle fleet may be
  /// quiet.
  private static final OwnerTimings ALONE =
      OwnerTimings.DEFAULT.withKeepAlive(1_000_000, 5_000_000);

  private final FleetPlan plan;
  private final DataFolder folder;
  private final Progress progress;
  private final InstantSource clock = InstantSource.system();
  private final Closers closers = new Closers();

  FleetStart(FleetPlan plan, DataFolder folder, Progress progress) {
    this.plan = plan;
    this.folder = folder;
    this.progress = progress;
  }

  /// Returns when every host has joined and the API serves. What had been started is closed again
  /// when something fails.
  ///
  /// @param kafkaPort of the last time
  Fleet run(OptionalInt kafkaPort) throws FleetException, InterruptedException {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    boolean done = false;
    try {
      Fleet fleet = start(kafkaPort, threads);
      done = true;
      return fleet;
    } catch (BrokerException
        | KafkaUnreachableException
        | TopicMismatchException
        | IOException
        | IllegalStateException e) {
      throw new FleetException(String.valueOf(e.getMessage()), e);
    } finally {
      threads.shutdownNow();
      if (!done) {
        closers.close();
      }
    }
  }

  private Fleet start(OptionalInt kafkaPort, ExecutorService threads)
      throws FleetException,
          InterruptedException,
          BrokerException,
          KafkaUnreachableException,
          TopicMismatchException,
          IOException {
    Future<SharedParts> machine = threads.submit(this::prepareMachine);
    EmbeddedBroker broker =
        closers.add(EmbeddedBroker.start(folder.kafka(), Ports.again(kafkaPort)));
    progress.done("Kafka on " + broker.bootstrapServers());
    KafkaSettings kafka = KafkaSettings.local(broker.bootstrapServers(), TOPICS, "skiff");
    SchedulerApp scheduler = closers.add(scheduler(kafka));
    scheduler.start();
    progress.done("scheduler");
    GatewayApp gateway =
        closers.add(
            GatewayApp.start(
                GatewayConfig.local(plan.port(), kafka.withClientId("gateway"), agentSettings()),
                scheduler.hazelcast(),
                clock));
    progress.done("API on http://127.0.0.1:" + gateway.port());
    closers.add(
        DispatcherApp.start(
            new DispatcherConfig(
                "dispatcher-1",
                kafka.withClientId("dispatcher-1"),
                URI.create("http://127.0.0.1:" + gateway.port()),
                null,
                null)));
    SharedParts parts = result(machine);
    List<AgentApp> agents = startAgents(kafka, parts, threads);
    new FleetReady(scheduler.hazelcast(), agents, plan).await(gateway.port());
    progress.done(plan.hosts().size() + " hosts are ready");
    return new Fleet(closers, broker, gateway.port(), parts.driver(), agents);
  }

  private SharedParts prepareMachine() throws FleetException, InterruptedException {
    KafkaSettings none = KafkaSettings.local("127.0.0.1:9", TOPICS, "none");
    SharedParts parts =
        SharedMachine.prepare(config(plan.hosts().getFirst(), none), folder, closers, clock);
    progress.done("VMM driver " + parts.driver().driver().name());
    return parts;
  }

  private SchedulerApp scheduler(KafkaSettings kafka) {
    return new SchedulerApp(
        SchedulerConfig.of(
                "scheduler-1",
                kafka.withClientId("scheduler-1"),
                HazelcastSettings.alone("skiff"),
                new AdminSettings("127.0.0.1", 0))
            .withTimings(ALONE));
  }

  private AgentSettings agentSettings() {
    return new AgentSettings(null, folder.root().resolve("spool"), LARGEST_IMAGE_BYTES);
  }

  private List<AgentApp> startAgents(
      KafkaSettings kafka, SharedParts parts, ExecutorService threads)
      throws FleetException, InterruptedException {
    List<AgentApp> agents = new ArrayList<>();
    List<Callable<Void>> starts = new ArrayList<>();
    for (PlannedHost host : plan.hosts()) {
      AgentApp agent =
          closers.add(
              new AgentApp(config(host, kafka.withClientId(host.id().value())), parts, clock));
      agents.add(agent);
      starts.add(() -> {
        agent.start();
        return null;
      });
    }
    for (Future<Void> started : threads.invokeAll(starts)) {
      result(started);
    }
    return agents;
  }

  private AgentConfig config(PlannedHost host, KafkaSettings kafka) {
    return AgentConfig.of(host.id(), CELL, folder.host(host.id()), kafka, plan.size())
        .withLabels(host.labels())
        .withCpuOvercommit(plan.cpuOvercommitPercent())
        .withDriver(plan.driver(), SimulatedSettings.DEFAULT);
  }

  private static <R> R result(Future<R> future) throws FleetException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof FleetException said) {
        throw said;
      }
      if (cause instanceof AgentStartException agent) {
        throw new FleetException(
            "an agent did not start (%s): %s".formatted(agent.code(), agent.getMessage()), agent);
      }
      throw new FleetException("the fleet did not start: " + cause, e);
    }
  }
}
