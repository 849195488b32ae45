package dev.skiff.agent.app;

import dev.skiff.agent.core.AgentCore;
import dev.skiff.agent.core.AgentEffect;
import dev.skiff.agent.core.AgentInput;
import dev.skiff.agent.core.AgentStep;
import dev.skiff.agent.core.RunSnapshot;
import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.execution.HostVms;
import dev.skiff.agent.execution.Recovery;
import dev.skiff.agent.execution.RunEvents;
import dev.skiff.agent.execution.VmImages;
import dev.skiff.agent.journal.AgentJournal;
import dev.skiff.agent.link.KafkaLink;
import dev.skiff.agent.link.LinkEvents;
import dev.skiff.agent.serve.Invocations;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.report.VmHold;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The core with everything around it connected: what the link and the VMs say becomes inputs, what
/// the core decides becomes work for them.
final class RunningAgent implements RunEvents, LinkEvents {
  private static final Logger LOG = LoggerFactory.getLogger(RunningAgent.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_REPORTS = Duration.ofSeconds(5);

  private final AgentConfig config;
  private final HostFacts facts;
  private final AgentJournal journal;
  private final AgentMetrics metrics;
  private final InstantSource clock;
  private final HostUptime uptime;
  private final AgentLoop loop;
  private final Invocations invocations;
  private final CountDownLatch joined = new CountDownLatch(1);
  private volatile AgentStatus status = AgentStatus.NEW;
  private volatile @Nullable HostVms vms;
  private volatile @Nullable KafkaLink link;
  private volatile @Nullable Thread opening;

  /// Only the heartbeats' thread uses it.
  private long lastBeat;

  RunningAgent(
      AgentConfig config,
      HostFacts facts,
      AgentCore core,
      AgentJournal journal,
      AgentMetrics metrics,
      InstantSource clock,
      HostUptime uptime) {
    this.config = config;
    this.facts = facts;
    this.journal = journal;
    this.metrics = metrics;
    this.clock = clock;
    this.uptime = uptime;
    this.invocations = new Invocations(clock);
    this.loop = new AgentLoop(config.host().value(), core, clock, uptime, this::carryOut);
  }

  /// @param leaseEndsAt of the lease that an earlier agent left
  void start(
      HostVms hostVms, VmImages images, Recovery.Found found, long leaseEndsAt, Closing closing)
      throws InterruptedException {
    vms = hostVms;
    loop.start();
    closing.add(loop);
    loop.put(new AgentInput.Recovered(found.vms(), leaseEndsAt));
    closing.add(new ImageWatch(config.host().value(), images, loop));
    found.adopted().forEach(invocations::found);
    found.adopted().forEach(hostVms::adopt);
    closing.add(hostVms);
    KafkaLink newLink =
        new KafkaLink(config.kafka(), config.cell(), config.host(), this::heartbeat, clock, this);
    link = newLink;
    newLink.start();
    closing.add(newLink);
    closing.add(this::stopOpening);
    metrics.gauge("skiff.agent.vms", "VMs that are started or run", hostVms::size);
    metrics.gauge(
        "skiff.agent.reports.waiting",
        "Reports that Kafka does not have yet",
        newLink::waitingReports);
    metrics.gauge(
        "skiff.agent.heartbeat.age.seconds",
        "How long ago a heartbeat was delivered",
        () -> newLink.silence().toMillis() / 1_000.0);
  }

  private List<AgentInput> carryOut(AgentCore core, AgentInput input, AgentStep step) {
    if (input instanceof AgentInput.SessionOpened(long session)) {
      link().open(session);
      LOG.info("agent {} joins its cell in session {}", config.host(), session);
    }
    status = new AgentStatus(core.session(), core.isJoined(), core.used());
    List<AgentInput> followUps = new ArrayList<>();
    if (!step.reports().isEmpty() && !link().report(step.reports())) {
      followUps.add(
          new AgentInput.JoinAgain(
              "more reports wait for Kafka than there is room for, so they are given up"));
    }
    for (AgentEffect effect : step.effects()) {
      try {
        carryOut(effect);
      } catch (RuntimeException e) {
        LOG.error("{} failed", effect, e);
      }
    }
    return followUps;
  }

  private void carryOut(AgentEffect effect) {
    switch (effect) {
      case AgentEffect.Boot boot -> {
        invocations.expect(boot.run());
        vms().boot(boot);
      }
      case AgentEffect.Stop(VmRun run, long grace) -> vms().end(run, Duration.ofMillis(grace));
      case AgentEffect.Kill(VmRun run) -> vms().end(run, Duration.ZERO);
      case AgentEffect.Expire(VmRun run) -> vms().expire(run);
      case AgentEffect.Hold(VmRun run, VmHold hold) -> vms().hold(run, hold);
      case AgentEffect.RenewLease(long endsAt) -> vms().renewLease(endsAt);
      case AgentEffect.MarkReported(VmRun run) -> vms().markReported(run);
      case AgentEffect.Forget(VmRun run) -> vms().forget(run);
      case AgentEffect.Rejoin(String reason) -> {
        LOG.warn("agent {} joins again: {}", config.host(), reason);
        metrics.rejoined();
        opening = Thread.ofVirtual().name("rejoin-" + config.host()).start(this::reopen);
      }
    }
  }

  private void reopen() {
    try {
      openSession();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A session that may not be durable is no session: a full disk keeps the host out of its cell
  /// until there is room.
  private void openSession() throws InterruptedException {
    while (true) {
      try {
        loop.put(new AgentInput.SessionOpened(journal.raiseSession()));
        return;
      } catch (IOException e) {
        LOG.error("no session can be opened: {}", e.getMessage());
        TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
      }
    }
  }

  private void stopOpening() {
    Thread worker = opening;
    if (worker != null) {
      worker.interrupt();
    }
  }

  /// The next heartbeat. Its `at` is unlike any other's of this process, also when the clock is set
  /// back: a lease names the heartbeat by it. The core knows when it was sent before it is.
  private @Nullable Heartbeat heartbeat() throws InterruptedException {
    AgentStatus now = status;
    if (!now.joined()) {
      return null;
    }
    lastBeat = Math.max(lastBeat + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    loop.put(new AgentInput.HeartbeatSent(lastBeat, uptime.micros()));
    return new Heartbeat(config.host(), now.session(), lastBeat, now.used());
  }

  @Override
  public void connected() throws InterruptedException {
    openSession();
  }

  @Override
  public void ordersRead(OrderBatch batch) throws InterruptedException {
    loop.put(new AgentInput.OrdersRead(batch));
  }

  @Override
  public void ordersLost(String reason) throws InterruptedException {
    loop.put(new AgentInput.JoinAgain(reason));
  }

  @Override
  public void delivered(List<Report> reports) throws InterruptedException {
    loop.put(new AgentInput.Delivered(reports));
    if (reports.stream().anyMatch(Report.Joined.class::isInstance)) {
      joined.countDown();
    }
  }

  @Override
  public void heartbeatDelivered() throws InterruptedException {
    loop.put(new AgentInput.HeartbeatDelivered());
  }

  @Override
  public void started(VmRun run, StartPhases phases) throws InterruptedException {
    metrics.started(phases);
    vms().vm(run).ifPresent(vm -> invocations.up(run, vm));
    loop.put(new AgentInput.Started(run, phases));
  }

  @Override
  public void held(VmRun run, VmHold hold) throws InterruptedException {
    loop.put(new AgentInput.Held(run, hold));
  }

  @Override
  public void unchanged(VmRun run, VmHold wanted, String code, String detail)
      throws InterruptedException {
    LOG.info("{}: could not be brought to {}: {}", run, wanted, detail);
    loop.put(new AgentInput.Unchanged(run, wanted, code, detail));
  }

  @Override
  public void ended(VmRun run, ExitStatus exit) throws InterruptedException {
    metrics.ended(exit);
    invocations.over(run);
    loop.put(new AgentInput.Ended(run, exit));
  }

  boolean awaitJoined(Duration atMost) throws InterruptedException {
    return joined.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stopVms(Duration grace) throws InterruptedException {
    vms().endAll(grace);
    long deadline = System.nanoTime() + LAST_REPORTS.toNanos();
    while (link().waitingReports() > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  CompletableFuture<List<RunSnapshot>> runs() {
    return loop.ask(AgentCore::runs);
  }

  boolean isAlive() {
    return loop.isAlive();
  }

  AgentStatus status() {
    return status;
  }

  HostFacts facts() {
    return facts;
  }

  Invocations invocations() {
    return invocations;
  }

  HostVms vms() {
    return Objects.requireNonNull(vms, "not started");
  }

  KafkaLink link() {
    return Objects.requireNonNull(link, "not started");
  }
}
