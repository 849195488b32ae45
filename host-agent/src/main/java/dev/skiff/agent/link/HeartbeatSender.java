package dev.skiff.agent.link;

import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.RecordWriter;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Says every second that the host is alive. A heartbeat that Kafka does not take is not sent
/// again: the next one is newer.
final class HeartbeatSender {
  static final Duration EVERY = Duration.ofSeconds(1);

  private final RecordWriter writer;
  private final Lane<Heartbeat> lane;
  private final HeartbeatSource source;
  private final LinkEvents events;
  private final AtomicLong deliveredNanos = new AtomicLong(System.nanoTime());

  HeartbeatSender(
      RecordWriter writer, Lane<Heartbeat> lane, HeartbeatSource source, LinkEvents events) {
    this.writer = writer;
    this.lane = lane;
    this.source = source;
    this.events = events;
  }

  /// Runs until it is interrupted.
  void run() throws InterruptedException {
    long next = System.nanoTime();
    while (true) {
      Heartbeat heartbeat = source.next();
      if (heartbeat != null) {
        try {
          writer.send(lane, heartbeat.host().value(), heartbeat).get();
          deliveredNanos.set(System.nanoTime());
          events.heartbeatDelivered();
        } catch (ExecutionException e) {
          // The age of the last one says it: see `silence`.
        }
      }
      next = Math.max(next + EVERY.toNanos(), System.nanoTime());
      TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
    }
  }

  /// How long ago one was delivered, or else since there is a link.
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - deliveredNanos.get());
  }
}
