package dev.skiff.scheduler;

import com.hazelcast.core.HazelcastInstance;
import dev.skiff.contracts.CellId;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.PoisonSink;
import dev.skiff.kafka.TopicMismatchException;
import dev.skiff.kafka.TopicSetup;
import dev.skiff.scheduler.admin.AdminServer;
import dev.skiff.scheduler.admin.CellReport;
import dev.skiff.scheduler.cell.CellThread;
import dev.skiff.scheduler.hazelcast.HazelcastMembers;
import dev.skiff.scheduler.hazelcast.SkiffHazelcast;
import dev.skiff.scheduler.kafka.EndOffsets;
import dev.skiff.scheduler.kafka.OrdersWriter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A scheduler: a thread for each cell that it may own, one Hazelcast member, one admin endpoint.
///
/// Several can run in one process, each with an id and a Hazelcast member of its own.
public final class SchedulerApp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SchedulerApp.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Proofs of having read everything are good for half a second; see `ClaimPolicy`.
  private static final Duration ENDS_EVERY = Duration.ofMillis(200);

  private final SchedulerConfig config;
  private final @Nullable HazelcastInstance given;
  private final CellThread.Listener hook;
  private final InstantSource clock = InstantSource.system();
  private final List<CellUnit> cells = new CopyOnWriteArrayList<>();
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private @Nullable AdminServer admin;
  private @Nullable HazelcastInstance hazelcast;

  /// A scheduler with a Hazelcast member of its own.
  public SchedulerApp(SchedulerConfig config) {
    this(config, null, new CellThread.Listener() {});
  }

  /// A scheduler on a member that was made with [SkiffHazelcast#config] for it; it is left running.
  public SchedulerApp(SchedulerConfig config, HazelcastInstance hazelcast) {
    this(config, hazelcast, new CellThread.Listener() {});
  }

  /// @param hook told what goes on around the workers, for tests
  SchedulerApp(
      SchedulerConfig config, @Nullable HazelcastInstance hazelcast, CellThread.Listener hook) {
    this.config = config;
    this.given = hazelcast;
    this.hook = hook;
  }

  /// Starts it; topics are made where they are missing. When it fails, what had been started is
  /// closed again.
  ///
  /// @throws IOException when the admin endpoint's port is taken
  public synchronized void start()
      throws IOException, KafkaUnreachableException, TopicMismatchException, InterruptedException {
    boolean started = false;
    try {
      startAll();
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /// Port of the admin endpoint.
  public int adminPort() {
    if (admin == null) {
      throw new IllegalStateException("not started");
    }
    return admin.port();
  }

  /// The member it uses.
  public HazelcastInstance hazelcast() {
    if (hazelcast == null) {
      throw new IllegalStateException("not started");
    }
    return hazelcast;
  }

  /// How it stands to its cells.
  public List<CellReport> cells() {
    return cells.stream().map(CellUnit::report).toList();
  }

  /// Stops: cells first, so that nothing is owned any more, then all that they used.
  @Override
  public synchronized void close() {
    while (!closing.isEmpty()) {
      try {
        closing.pop().run();
      } catch (RuntimeException e) {
        LOG.warn("closing: {}", e.toString());
      }
    }
  }

  private void startAll()
      throws IOException, KafkaUnreachableException, TopicMismatchException, InterruptedException {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    closing.push(metrics::close);
    AdminServer endpoint = AdminServer.start(config.admin(), metrics, config.id(), this::cells);
    admin = endpoint;
    closing.push(endpoint::close);
    TopicSetup.ensureAndGrow(config.kafka(), PATIENCE);
    HazelcastInstance cluster = joinHazelcast();
    HazelcastMembers members =
        new HazelcastMembers(cluster, config.id(), () -> cells.forEach(CellUnit::wake));
    closing.push(members::close);
    PoisonSink poison = PoisonSink.open(config.kafka(), "scheduler " + config.id(), clock);
    closing.push(poison::close);
    List<CellId> followed = config.followed();
    OrdersWriter orders = OrdersWriter.open(config.kafka(), followed, PATIENCE);
    closing.push(orders::close);
    EndOffsets ends = new EndOffsets(config.kafka(), this::nowMicros, ENDS_EVERY);
    closing.push(ends::close);
    SharedParts parts =
        new SharedParts(config, cluster, members, poison, orders, ends, metrics, this::nowMicros);
    for (CellId cell : followed) {
      CellUnit unit = new CellUnit(cell, parts, hook);
      cells.add(unit);
      closing.push(unit::close);
    }
    cells.forEach(CellUnit::start);
    LOG.info(
        "scheduler {} follows {} cells of {}; admin endpoint on {}:{}",
        config.id(),
        followed.size(),
        config.kafka().topics().prefix(),
        config.admin().bindAddress(),
        endpoint.port());
  }

  private HazelcastInstance joinHazelcast() {
    HazelcastInstance cluster = given;
    if (cluster == null) {
      HazelcastInstance own = SkiffHazelcast.member(config.hazelcast(), config.member());
      closing.push(own::shutdown);
      cluster = own;
    }
    hazelcast = cluster;
    return cluster;
  }

  private long nowMicros() {
    var now = clock.instant();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }
}
