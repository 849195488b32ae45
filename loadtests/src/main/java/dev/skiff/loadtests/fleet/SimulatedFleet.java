package dev.skiff.loadtests.fleet;

import dev.skiff.contracts.HostId;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.TopicMismatchException;
import dev.skiff.kafka.TopicSetup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Thousands of hosts in this process. Every one has the real agent's core; what the agent does
/// around it with processes, files and a consumer each is done here by one thread, one consumer and
/// two producers for all of them.
public final class SimulatedFleet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedFleet.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final FleetWriter writer;
  private final Tally tally = new Tally();
  private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
  private final FleetLoop loop;
  private final Thread thread;
  private volatile boolean closing;

  private SimulatedFleet(FleetConfig config, FleetWriter writer) throws KafkaUnreachableException {
    this.writer = writer;
    InstantSource clock = InstantSource.system();
    HostWorld world =
        new HostWorld(
            new Timers(),
            new Scripts(config.runTime(), config.failShare(), new SplittableRandom(config.seed())),
            tally,
            writer,
            config.startTime().toNanos() / 1_000);
    this.loop =
        new FleetLoop(
            config, world, () -> ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    this.thread = Thread.ofPlatform().name("fleet").unstarted(this::run);
  }

  /// Starts it, and returns when every agent has been started; their `Joined` are on their way.
  ///
  /// @throws KafkaUnreachableException when Kafka is not there within a minute
  public static SimulatedFleet start(FleetConfig config)
      throws KafkaUnreachableException, TopicMismatchException, InterruptedException {
    TopicSetup.ensure(config.kafka(), PATIENCE);
    FleetWriter writer = new FleetWriter(config.kafka());
    boolean started = false;
    try {
      writer.awaitReady(PATIENCE);
      SimulatedFleet fleet = new SimulatedFleet(config, writer);
      fleet.thread.start();
      started = true;
      return fleet;
    } finally {
      if (!started) {
        writer.close();
      }
    }
  }

  private void run() {
    try (FleetLoop work = loop) {
      while (!closing) {
        work.doWork();
      }
    } catch (KafkaUnreachableException | RuntimeException e) {
      LOG.error("the simulated fleet ended", e);
      fault.set(e);
    }
  }

  public FleetCounts counts() {
    return tally.now();
  }

  /// Why it has ended by itself; null while it runs.
  public @Nullable Throwable fault() {
    return fault.get();
  }

  /// Kills a host's agent and starts it again after a while; its VMs go on meanwhile.
  ///
  /// @return false when there is no such host
  public boolean crash(HostId host, Duration down) {
    return loop.command(
        host,
        (it, now) -> {
          it.crash(now);
          it.back(now + down.toNanos() / 1_000);
        });
  }

  /// Has a host keep its reports to itself for a while.
  public boolean holdBack(HostId host, Duration time) {
    return loop.command(host, (it, now) -> it.reports().holdBack(now + time.toNanos() / 1_000));
  }

  /// Has a host send its last reports once more.
  public boolean repeat(HostId host) {
    return loop.command(host, (it, _) -> it.reports().repeat());
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.close();
  }
}
