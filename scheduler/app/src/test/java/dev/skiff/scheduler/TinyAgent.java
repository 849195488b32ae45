package dev.skiff.scheduler;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriterTuning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A host whose VMs start at once and run until they are told to end. Counts what it is told, so
/// that tests see what came twice.
final class TinyAgent implements AutoCloseable {
  private static final Duration BEAT = Duration.ofMillis(300);

  private final KafkaSettings settings;
  private final CellId cell;
  private final HostId host;
  private final long session;
  private final RecordWriter writer;
  private final Thread thread;
  private final Map<String, Integer> starts = new ConcurrentHashMap<>();
  private final Map<VmId, Long> orderedAtNanos = new ConcurrentHashMap<>();
  private final Map<VmId, Integer> running = new ConcurrentHashMap<>();
  private volatile boolean closed;

  TinyAgent(KafkaSettings settings, CellId cell, String host, long session) throws Exception {
    this.settings = settings.withClientId(host);
    this.cell = cell;
    this.host = new HostId(host);
    this.session = session;
    this.writer = RecordWriter.open(this.settings, WriterTuning.defaults());
    writer.awaitReady(
        List.of(reports(), Lane.heartbeats(settings.topics(), cell)), Duration.ofSeconds(10));
    RecordReader<OrderBatch> orders =
        RecordReader.open(
            this.settings,
            ReaderTuning.defaults(),
            null,
            List.of(Lane.orders(settings.topics(), cell, this.host).fromEnd()));
    join();
    this.thread = Thread.ofPlatform().name("agent-" + host).start(() -> run(orders));
  }

  /// How often each incarnation was started, by `vm/incarnation`.
  Map<String, Integer> starts() {
    return starts;
  }

  /// When the first order for a VM was read.
  Map<VmId, Long> orderedAtNanos() {
    return orderedAtNanos;
  }

  Map<VmId, Integer> running() {
    return running;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.close();
  }

  private void run(RecordReader<OrderBatch> orders) {
    long beatAt = 0;
    try {
      while (!closed) {
        if (System.nanoTime() - beatAt > BEAT.toNanos()) {
          beatAt = System.nanoTime();
          var _ =
              writer.send(
                  Lane.heartbeats(settings.topics(), cell),
                  host.value(),
                  new Heartbeat(host, session, micros(), Resources.NONE));
        }
        for (Received<OrderBatch> received : orders.poll(Duration.ofMillis(50))) {
          if (received.decoded() instanceof Decoded.Ok<? extends OrderBatch>(OrderBatch batch)
              && batch.host().equals(host)
              && batch.session() == session) {
            carryOut(batch);
          }
        }
      }
    } catch (PositionLostException e) {
      throw new IllegalStateException(e);
    } finally {
      orders.close();
    }
  }

  private void carryOut(OrderBatch batch) {
    if (batch.asksToJoinAgain()) {
      join();
    }
    List<Report> reports = new ArrayList<>();
    for (Order order : batch.orders()) {
      switch (order) {
        case Order.Start start -> start(start, reports);
        case Order.Stop stop -> end(stop.vm(), stop.incarnation(), reports);
        case Order.Kill kill -> end(kill.vm(), kill.incarnation(), reports);
        case Order.Pause pause -> reports.add(new Report.VmPaused(pause.vm(), pause.incarnation()));
        case Order.Suspend suspend ->
            reports.add(new Report.VmSuspended(suspend.vm(), suspend.incarnation()));
        case Order.Resume resume ->
            reports.add(new Report.VmResumed(resume.vm(), resume.incarnation()));
        case Order.Forget _ -> {}
      }
    }
    if (!reports.isEmpty()) {
      report(reports);
    }
  }

  private void start(Order.Start start, List<Report> reports) {
    for (int i = start.first(); i < start.first() + start.count(); i++) {
      start(new VmId(start.job(), i), start.incarnation(), reports);
    }
  }

  private void start(VmId vm, int incarnation, List<Report> reports) {
    orderedAtNanos.putIfAbsent(vm, System.nanoTime());
    if (starts.merge(vm + "/" + incarnation, 1, Integer::sum) > 1) {
      return;
    }
    running.put(vm, incarnation);
    long now = micros();
    reports.add(new Report.VmsAccepted(vm.job(), vm.index(), 1, incarnation, now));
    reports.add(
        new Report.VmsStarted(
            vm.job(), vm.index(), 1, incarnation, new StartPhases(now, now, now, now)));
  }

  private void end(VmId vm, int incarnation, List<Report> reports) {
    if (running.remove(vm, incarnation)) {
      reports.add(
          new Report.VmEnded(
              vm, incarnation, new ExitStatus(143, 15, false, null, null, micros())));
    }
  }

  private void join() {
    List<RunningVm> found = new ArrayList<>();
    running.forEach((vm, incarnation) ->
        found.add(new RunningVm(vm, incarnation, new Resources(100, 64, 0, 1), VmHold.NONE)));
    report(List.of(new Report.Joined("of " + host, facts(), found, List.of())));
  }

  private void report(List<Report> reports) {
    var _ = writer.send(reports(), host.value(), new ReportBatch(host, session, micros(), reports));
  }

  private Lane<ReportBatch> reports() {
    return Lane.reports(settings.topics(), cell);
  }

  private static HostFacts facts() {
    return new HostFacts(
        "http://127.0.0.1:1",
        Map.of("zone", "a"),
        new Resources(1_000_000, 1_000_000, 1_000_000, 10_000),
        100,
        "simulated",
        "a test",
        List.of(),
        "test");
  }

  private static long micros() {
    return System.currentTimeMillis() * 1_000;
  }
}
