package dev.skiff.agent.link;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PoisonSink;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import dev.skiff.kafka.TopicMismatchException;
import dev.skiff.kafka.TopicSetup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the partition of `orders` on which this host's travel, from its end as it is when the
/// reader is opened: what was ordered before the session is void.
final class OrderReader {
  private static final Logger LOG = LoggerFactory.getLogger(OrderReader.class);
  private static final Duration SET_UP = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final KafkaSettings settings;
  private final PoisonSink poison;
  private final Lane<OrderBatch> lane;
  private final HostId host;
  private final LinkEvents events;
  private final WriterReady writerReady;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable RecordReader<OrderBatch> current;

  /// Waits until what a session makes the agent say can be sent.
  @FunctionalInterface
  interface WriterReady {
    void await() throws KafkaUnreachableException, InterruptedException;
  }

  OrderReader(
      KafkaSettings settings,
      PoisonSink poison,
      Lane<OrderBatch> lane,
      HostId host,
      LinkEvents events,
      WriterReady writerReady) {
    this.settings = settings;
    this.poison = poison;
    this.lane = lane;
    this.host = host;
    this.events = events;
    this.writerReady = writerReady;
  }

  /// Ends [#run] soon; an interrupt would too, but noisily.
  void stop() {
    stopped.countDown();
    RecordReader<OrderBatch> reader = current;
    if (reader != null) {
      reader.wakeup();
    }
  }

  private boolean isStopped() {
    return stopped.getCount() == 0 || Thread.currentThread().isInterrupted();
  }

  private void pause() throws InterruptedException {
    stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Runs until it is stopped, over outages.
  void run() throws InterruptedException {
    boolean again = false;
    String said = "";
    while (!isStopped()) {
      try (RecordReader<OrderBatch> reader = open()) {
        current = reader;
        if (again) {
          events.ordersLost("orders could not be read on from where they had been read to");
        } else {
          events.connected();
        }
        again = true;
        read(reader);
      } catch (KafkaUnreachableException | TopicMismatchException | PositionLostException e) {
        String message = String.valueOf(e.getMessage());
        if (!message.equals(said)) {
          LOG.warn("orders cannot be read: {}", message);
          said = message;
        }
        pause();
      } catch (KafkaException e) {
        if (!isStopped()) {
          LOG.warn("orders cannot be read; trying again", e);
          pause();
        }
      } finally {
        current = null;
      }
    }
  }

  private RecordReader<OrderBatch> open()
      throws KafkaUnreachableException, TopicMismatchException, InterruptedException {
    TopicSetup.ensure(settings, SET_UP);
    writerReady.await();
    return RecordReader.open(settings, ReaderTuning.defaults(), poison, List.of(lane.fromEnd()));
  }

  private void read(RecordReader<OrderBatch> reader)
      throws PositionLostException, InterruptedException {
    while (!isStopped()) {
      for (Received<OrderBatch> received : reader.poll(POLL)) {
        if (host.value().equals(received.key())) {
          take(received);
        }
      }
    }
  }

  private void take(Received<OrderBatch> received) throws InterruptedException {
    switch (received.decoded()) {
      case Decoded.Ok<? extends OrderBatch>(OrderBatch batch) -> events.ordersRead(batch);
      case Decoded.TooNew<? extends OrderBatch>(String type) ->
          LOG.error(
              "orders at {} are of type {}, which this agent does not know: update it",
              received.offset(),
              type);
      case Decoded.Refused<? extends OrderBatch> _, Decoded.Skipped<? extends OrderBatch> _ -> {}
    }
  }
}
