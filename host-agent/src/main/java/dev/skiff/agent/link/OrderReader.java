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
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
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

  OrderReader(
      KafkaSettings settings,
      PoisonSink poison,
      Lane<OrderBatch> lane,
      HostId host,
      LinkEvents events) {
    this.settings = settings;
    this.poison = poison;
    this.lane = lane;
    this.host = host;
    this.events = events;
  }

  /// Runs until it is interrupted, over outages.
  void run() throws InterruptedException {
    boolean again = false;
    while (!Thread.currentThread().isInterrupted()) {
      try (RecordReader<OrderBatch> reader = open()) {
        if (again) {
          events.ordersLost("orders could not be read on from where they had been read to");
        } else {
          events.connected();
        }
        again = true;
        read(reader);
      } catch (PositionLostException e) {
        LOG.warn("orders may have been missed: {}", e.getMessage());
      } catch (KafkaException e) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        LOG.warn("orders cannot be read; trying again", e);
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      }
    }
  }

  private RecordReader<OrderBatch> open() throws InterruptedException {
    String said = "";
    while (true) {
      try {
        TopicSetup.ensure(settings, SET_UP);
        return RecordReader.open(
            settings, ReaderTuning.defaults(), poison, List.of(lane.fromEnd()));
      } catch (KafkaUnreachableException | TopicMismatchException e) {
        String message = String.valueOf(e.getMessage());
        if (!message.equals(said)) {
          LOG.warn("not connected to Kafka: {}", message);
          said = message;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      }
    }
  }

  private void read(RecordReader<OrderBatch> reader)
      throws PositionLostException, InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
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
