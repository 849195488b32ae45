package dev.skiff.scheduler.kafka;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Topics;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriteCallback;
import dev.skiff.kafka.WriteFailedException;
import dev.skiff.kafka.WriterTuning;
import dev.skiff.kafka.Written;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes orders for hosts, of all cells of a scheduler. Sending never waits: what cannot be
/// buffered is dropped. A lost order does no harm, because it is derived from the log and written
/// again when it goes unanswered; it is counted all the same.
public final class OrdersWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrdersWriter.class);

  private final RecordWriter writer;
  private final Topics topics;

  /// Told what became of each batch, on any thread.
  public interface Observer {
    void ordersWritten();

    void ordersFailed();
  }

  private OrdersWriter(RecordWriter writer, Topics topics) {
    this.writer = writer;
    this.topics = topics;
  }

  /// Opens a writer and waits until the brokers have answered.
  public static OrdersWriter open(KafkaSettings settings, List<CellId> cells, Duration atMost)
      throws KafkaUnreachableException, InterruptedException {
    Topics topics = settings.topics();
    RecordWriter writer =
        RecordWriter.open(
            settings.withClientId(settings.clientId() + "-orders"), WriterTuning.defaults());
    try {
      // The leaders of a topic become known together, so any lane of it will do.
      writer.awaitReady(
          cells.stream()
              .limit(1)
              .map(cell -> Lane.orders(topics, cell, new HostId("any")))
              .toList(),
          atMost);
    } catch (KafkaUnreachableException | InterruptedException e) {
      writer.abandon();
      throw e;
    }
    return new OrdersWriter(writer, topics);
  }

  public void write(CellId cell, List<OrderBatch> batches, Observer observer) {
    for (OrderBatch batch : batches) {
      writer.send(
          Lane.orders(topics, cell, batch.host()),
          batch.host().value(),
          batch,
          new WriteCallback() {
            @Override
            public void written(Written where) {
              observer.ordersWritten();
            }

            @Override
            public void failed(WriteFailedException failure) {
              observer.ordersFailed();
              LOG.warn("orders for {} were not written: {}", batch.host(), failure.getMessage());
            }
          });
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
