package dev.skiff.agent.app;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.order.Lease;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.contracts.wire.WireRecord;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriterTuning;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Plays the owner of a cell with one host: reads reports one by one, writes orders. Sessions are
/// counted from the first that it heard of, which is 1 here.
final class TestOwner implements AutoCloseable {
  static final CellId CELL = new CellId(0);
  static final HostId HOST = new HostId("h1");
  static final Resources SMALL = new Resources(250, 128, 64, 1);

  private static final long NONE = -1;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final KafkaSettings settings;
  private final RecordReader<WireRecord> reader;
  private final RecordWriter writer;
  private final Deque<Heard> heard = new ArrayDeque<>();
  private Heartbeat lastHeartbeat = new Heartbeat(HOST, 0, 0, Resources.NONE);
  private List<String> images = List.of();
  private long logOffset = 100;
  private long firstSession = NONE;

  record Heard(long session, Report report) {}

  TestOwner(KafkaSettings settings) throws Exception {
    this.settings = settings.withClientId("owner");
    reader =
        RecordReader.open(
            this.settings,
            ReaderTuning.defaults(),
            null,
            List.of(
                Lane.reports(settings.topics(), CELL).fromBeginning(),
                Lane.heartbeats(settings.topics(), CELL).fromBeginning()));
    writer = RecordWriter.open(this.settings, WriterTuning.defaults());
    writer.awaitReady(List.of(Lane.orders(settings.topics(), CELL, HOST)), PATIENCE);
  }

  static VmId vm(int index) {
    return VmId.parse("j0-aaaa." + index);
  }

  static Order.Start start(int index, int incarnation, String... command) {
    VmSpec spec =
        new VmSpec("skiff/busybox", List.of(command), Map.of(), null, null, false, true, SMALL);
    return new Order.Start(vm(index).job(), index, 1, incarnation, false, spec);
  }

  static Order.Start exclusive(int index, int incarnation, String... command) {
    Order.Start start = start(index, incarnation, command);
    return new Order.Start(start.job(), index, 1, incarnation, true, start.spec());
  }

  /// Answers the last heartbeat that came with a lease.
  void lease(long millis) throws Exception {
    send(
        new OrderBatch(
            HOST,
            lastHeartbeat.session(),
            logOffset,
            List.of(),
            new Lease(lastHeartbeat.at(), millis)));
  }

  /// Answers each heartbeat until a VM has started.
  Report.VmsStarted startedUnderLeases(long millis) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long answered = lastHeartbeat.at();
    while (System.nanoTime() < deadline) {
      poll();
      if (lastHeartbeat.at() != answered) {
        answered = lastHeartbeat.at();
        lease(millis);
      }
      while (!heard.isEmpty()) {
        if (heard.remove().report() instanceof Report.VmsStarted started) {
          return started;
        }
      }
    }
    throw new AssertionError("no VM started");
  }

  void order(long session, Order... orders) throws Exception {
    order(session, ++logOffset, orders);
  }

  void order(long session, long offset, Order... orders) throws Exception {
    send(OrderBatch.of(HOST, firstSession + session - 1, offset, List.of(orders)));
  }

  private void send(OrderBatch batch) throws Exception {
    writer
        .send(Lane.orders(settings.topics(), CELL, HOST), HOST.value(), batch)
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /// The next report, which must be of this type.
  <R extends Report> R next(Class<R> type) throws Exception {
    return type.cast(nextHeard(type).report());
  }

  /// Waits until so many VMs have started, and passes over the rest.
  void awaitStarted(int vms) throws Exception {
    for (int left = vms; left > 0; ) {
      if (next(Report.class) instanceof Report.VmsStarted started) {
        left -= started.count();
      }
    }
  }

  Heard nextHeard(Class<? extends Report> type) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (heard.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no report came (expected: " + type.getSimpleName() + ")");
      }
      poll();
    }
    Heard next = heard.remove();
    if (!type.isInstance(next.report())) {
      throw new AssertionError(next + " (expected: " + type.getSimpleName() + ")");
    }
    return next;
  }

  /// Waits for a heartbeat of a session that says how much is used.
  void awaitHeartbeat(long session, Resources used) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (lastHeartbeat.session() != firstSession + session - 1
        || !lastHeartbeat.used().equals(used)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "%s (expected: session %d, %s used)".formatted(lastHeartbeat, session, used));
      }
      poll();
    }
  }

  private void poll() throws Exception {
    for (Received<WireRecord> received : reader.poll(Duration.ofMillis(100))) {
      if (received.decoded() instanceof Decoded.Ok<? extends WireRecord>(WireRecord record)) {
        if (record instanceof ReportBatch batch) {
          batch.reports().forEach(report -> hear(batch.session(), report));
        } else if (record instanceof Heartbeat heartbeat) {
          lastHeartbeat = heartbeat;
        }
      }
    }
  }

  private void hear(long session, Report report) {
    if (report instanceof Report.FactsChanged changed) {
      images = changed.facts().images();
    } else {
      firstSession = firstSession == NONE ? session : firstSession;
      heard.add(new Heard(session - firstSession + 1, report));
    }
  }

  /// Waits until the host says that it holds just these images.
  void awaitImages(String... expected) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!images.equals(List.of(expected))) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(images + " (expected: " + List.of(expected) + ")");
      }
      poll();
    }
  }

  @Override
  public void close() {
    reader.close();
    writer.close();
  }
}
