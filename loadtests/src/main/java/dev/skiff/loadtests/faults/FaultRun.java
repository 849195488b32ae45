package dev.skiff.loadtests.faults;

import dev.skiff.contracts.CellId;
import dev.skiff.loadtests.client.JobClient;
import dev.skiff.loadtests.deployment.Deployment;
import dev.skiff.loadtests.deployment.DeploymentPlan;
import dev.skiff.loadtests.watch.LogListener;
import dev.skiff.loadtests.watch.LogWatch;
import dev.skiff.loadtests.watch.Progress;
import dev.skiff.loadtests.watch.StartCount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A deployment under steady load, with a checker that reads along: what failover and chaos have in
/// common. Used by one thread.
final class FaultRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration CHECKING = Duration.ofMinutes(10);
  private static final int CONNECTIONS = 256;

  private final Deployment deployment;
  private final StartCount count = new StartCount();
  private final Owners owners = new Owners();
  private final LogWatch watch;
  private final Progress progress;
  private final JobClient client;
  private final SteadyLoad load;

  private FaultRun(DeploymentPlan plan, Deployment deployment, Settings settings) throws Exception {
    this.deployment = deployment;
    Path acknowledged = deployment.file("acknowledged");
    deployment.startChecker(acknowledged);
    this.watch = LogWatch.start(deployment.kafka("watch"), LogListener.both(count, owners));
    this.progress = new Progress(deployment, watch, count);
    progress.await(counts -> counts.hosts() >= plan.hosts(), PATIENCE, "hosts");
    this.client = new JobClient(deployment.gateways(), CONNECTIONS);
    this.load =
        SteadyLoad.start(
            client, acknowledged, settings.rate(), settings.perJob(), settings.lifeSeconds());
    progress.await(counts -> counts.running() >= settings.rate(), PATIENCE, "VMs");
  }

  /// The load.
  ///
  /// @param rate VMs a second
  record Settings(int rate, int perJob, int lifeSeconds) {}

  static FaultRun start(DeploymentPlan plan, Settings settings) throws Exception {
    Deployment deployment = Deployment.start(plan);
    boolean started = false;
    try {
      FaultRun run = new FaultRun(plan, deployment, settings);
      started = true;
      return run;
    } finally {
      if (!started) {
        deployment.close();
      }
    }
  }

  Deployment deployment() {
    return deployment;
  }

  Owners owners() {
    return owners;
  }

  StartCount.Counts counts() {
    return count.counts();
  }

  SteadyLoad load() {
    return load;
  }

  /// Number of the scheduler that owns a cell, by the log.
  int ownerOf(CellId cell) {
    Owners.Ownership owner = owners.of(cell);
    for (int i = 0; i < deployment.plan().schedulers(); i++) {
      if (owner != null && Deployment.schedulerName(i).equals(owner.scheduler())) {
        return i;
      }
    }
    throw new IllegalStateException("nobody of ours owns cell " + cell + ": " + owner);
  }

  /// Waits for VMs that are placed under another claim than one.
  ///
  /// @return how that claim stands then
  Owners.Ownership awaitPlacementsAfter(CellId cell, long claim)
      throws IOException, InterruptedException {
    await(
        () -> {
          Owners.Ownership now = owners.of(cell);
          return now != null && now.claim() > claim && now.first() > 0;
        },
        "placements under a new claim");
    Owners.Ownership now = owners.of(cell);
    if (now == null) {
      throw new IllegalStateException("cell " + cell + " has lost its claim");
    }
    return now;
  }

  void await(BooleanSupplier what, String name) throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (!what.getAsBoolean()) {
      if (System.nanoTime() - giveUp > 0) {
        throw new IOException(
            "%s: not within %s%n%s".formatted(name, PATIENCE, deployment.lastWords()));
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /// Stops the load, waits until every VM is over, and has the topics checked.
  Verdict settle() throws IOException, InterruptedException {
    System.err.println("waiting until everything is over ...");
    load.stop();
    load.close();
    progress.await(counts -> counts.ended() >= counts.vms(), PATIENCE, "ends of VMs");
    // Forgotten jobs, last reports and their orders.
    TimeUnit.SECONDS.sleep(2);
    System.err.println("checking the topics ...");
    return Verdict.parse(deployment.finishChecker(CHECKING));
  }

  @Override
  public void close() throws IOException {
    load.close();
    client.close();
    watch.close();
    deployment.close();
  }
}
