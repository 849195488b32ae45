package dev.skiff.agent.link;

import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.RecordWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends reports, one record at a time so that they keep their order, and each again until Kafka
/// has it. A record that was sent twice after all is harmless: reports are facts.
final class ReportSender {
  private static final Logger LOG = LoggerFactory.getLogger(ReportSender.class);

  /// Measured to be the best trade of latency for brokers' work (conventions, libraries).
  private static final Duration LINGER = Duration.ofMillis(10);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final RecordWriter writer;
  private final Lane<ReportBatch> lane;
  private final ReportQueue queue;
  private final InstantSource clock;
  private final LinkEvents events;

  ReportSender(
      RecordWriter writer,
      Lane<ReportBatch> lane,
      ReportQueue queue,
      InstantSource clock,
      LinkEvents events) {
    this.writer = writer;
    this.lane = lane;
    this.queue = queue;
    this.clock = clock;
    this.events = events;
  }

  /// Runs until it is interrupted.
  void run() throws InterruptedException {
    while (true) {
      long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
      ReportBatch batch = queue.next(LINGER, now);
      if (send(batch)) {
        queue.sent(batch);
        events.delivered(batch.reports());
      }
    }
  }

  /// @return false when the session ended before the batch was sent
  private boolean send(ReportBatch batch) throws InterruptedException {
    boolean complained = false;
    while (queue.isCurrent(batch)) {
      try {
        writer.send(lane, batch.host().value(), batch).get();
        return true;
      } catch (ExecutionException e) {
        if (!complained) {
          LOG.warn("reports wait for Kafka: {}", String.valueOf(e.getCause()));
          complained = true;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      }
    }
    return false;
  }
}
