package dev.skiff.loadtests.fleet;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.Topics;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriteCallback;
import dev.skiff.kafka.WriteFailedException;
import dev.skiff.kafka.WriterTuning;
import dev.skiff.kafka.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;

/// What the hosts write: reports with one producer, heartbeats with another that lets thousands of
/// them share a request. What becomes of a record is told to the fleet's thread when it asks; there
/// is at most one report and about one heartbeat per host to be told.
final class FleetWriter implements AutoCloseable {
  private static final Duration REPORT_LINGER = Duration.ofMillis(5);
  private static final Duration HEARTBEAT_LINGER = Duration.ofMillis(100);
  private static final Duration DELIVERY = Duration.ofSeconds(5);
  private static final long BUFFER_BYTES = 64L << 20;

  private final RecordWriter reports;
  private final RecordWriter heartbeats;
  private final List<Lane<ReportBatch>> reportLanes = new ArrayList<>();
  private final List<Lane<Heartbeat>> heartbeatLanes = new ArrayList<>();
  private final Queue<LongConsumer> news = new ConcurrentLinkedQueue<>();

  FleetWriter(KafkaSettings settings) {
    Topics topics = settings.topics();
    WriterTuning tuning =
        WriterTuning.defaults().withDeliveryTimeout(DELIVERY).withBufferBytes(BUFFER_BYTES);
    this.reports = RecordWriter.open(settings, tuning.withLinger(REPORT_LINGER));
    this.heartbeats = RecordWriter.open(settings, tuning.withLinger(HEARTBEAT_LINGER));
    for (int cell = 0; cell < topics.cells(); cell++) {
      reportLanes.add(Lane.reports(topics, new CellId(cell)));
      heartbeatLanes.add(Lane.heartbeats(topics, new CellId(cell)));
    }
  }

  void awaitReady(Duration atMost) throws KafkaUnreachableException, InterruptedException {
    reports.awaitReady(reportLanes, atMost);
    heartbeats.awaitReady(heartbeatLanes, atMost);
  }

  void report(CellId cell, FleetHost host, ReportBatch batch) {
    reports.send(
        reportLanes.get(cell.value()),
        host.id().value(),
        batch,
        told(now -> host.delivered(batch, now), now -> host.reports().failed(batch, now)));
  }

  /// A duplicate, of which nobody wants to hear.
  void repeat(CellId cell, ReportBatch batch) {
    reports.send(
        reportLanes.get(cell.value()), batch.host().value(), batch, told(_ -> {}, _ -> {}));
  }

  void heartbeat(CellId cell, FleetHost host, Heartbeat heartbeat) {
    heartbeats.send(
        heartbeatLanes.get(cell.value()),
        host.id().value(),
        heartbeat,
        told(host::beatDelivered, _ -> {}));
  }

  /// Tells what became of records since the last call.
  void tell(long now) {
    for (LongConsumer one = news.poll(); one != null; one = news.poll()) {
      one.accept(now);
    }
  }

  private WriteCallback told(LongConsumer written, LongConsumer failed) {
    return new WriteCallback() {
      @Override
      public void written(Written where) {
        news.add(written);
      }

      @Override
      public void failed(WriteFailedException failure) {
        news.add(failed);
      }
    };
  }

  @Override
  public void close() {
    reports.close();
    heartbeats.close();
  }
}
