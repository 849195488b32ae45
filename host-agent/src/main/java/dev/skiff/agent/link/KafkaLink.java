package dev.skiff.agent.link;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Topics;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PoisonSink;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriterTuning;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An agent's one connection to its cell. It comes up by itself whenever Kafka does.
public final class KafkaLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaLink.class);

  /// A heartbeat that takes longer has missed its point; reports are sent again.
  private static final Duration DELIVERY = Duration.ofSeconds(5);

  private static final long BUFFER_BYTES = 4L << 20;
  private static final Duration GOODBYE = Duration.ofSeconds(3);

  private final RecordWriter writer;
  private final PoisonSink poison;
  private final ReportQueue queue;
  private final HeartbeatSender heartbeats;
  private final HostId host;
  private final OrderReader orders;
  private final ReportSender reports;
  private volatile List<Thread> threads = List.of();

  /// @param heartbeat what to say each second; null while no session is open
  public KafkaLink(
      KafkaSettings kafka,
      CellId cell,
      HostId host,
      HeartbeatSource heartbeat,
      InstantSource clock,
      LinkEvents events) {
    KafkaSettings settings = kafka.withClientId("agent-" + host);
    Topics topics = settings.topics();
    this.writer =
        RecordWriter.open(
            settings,
            WriterTuning.defaults().withDeliveryTimeout(DELIVERY).withBufferBytes(BUFFER_BYTES));
    this.poison = PoisonSink.open(settings, "agent " + host, clock);
    this.queue = new ReportQueue(host, ReportQueue.CAPACITY);
    Lane<ReportBatch> reportLane = Lane.reports(topics, cell);
    Lane<Heartbeat> heartbeatLane = Lane.heartbeats(topics, cell);
    this.heartbeats = new HeartbeatSender(writer, heartbeatLane, heartbeat, events);
    this.reports = new ReportSender(writer, reportLane, queue, clock, events);
    this.orders =
        new OrderReader(
            settings,
            poison,
            Lane.orders(topics, cell, host),
            host,
            events,
            () -> writer.awaitReady(List.of(reportLane, heartbeatLane), DELIVERY));
    this.host = host;
  }

  /// Starts to connect, and returns.
  public void start() {
    threads =
        List.of(
            start("orders-" + host, orders::run),
            start("reports-" + host, reports::run),
            start("heartbeats-" + host, heartbeats::run));
  }

  private static Thread start(String name, Work work) {
    return Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            work.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
              LOG.error("{} ended", name, e);
            }
          }
        });
  }

  /// Drops the reports that wait; what is reported from now on is of this session.
  public void open(long session) {
    queue.open(session);
  }

  /// Queues reports, and returns at once.
  ///
  /// @return false when too many wait already; then the session cannot go on
  public boolean report(List<Report> reports) {
    return queue.put(reports);
  }

  public int waitingReports() {
    return queue.size();
  }

  /// How long ago a heartbeat was delivered.
  public Duration silence() {
    return heartbeats.silence();
  }

  @Override
  public void close() {
    orders.stop();
    try {
      List<Thread> all = threads;
      if (!all.isEmpty()) {
        all.getFirst().join(GOODBYE);
      }
      all.forEach(Thread::interrupt);
      for (Thread thread : all) {
        thread.join(GOODBYE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.close();
    poison.close();
  }

  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }
}
