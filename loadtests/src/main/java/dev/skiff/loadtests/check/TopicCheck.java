package dev.skiff.loadtests.check;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Topics;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.wire.Codecs;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Runs the check over the topics of a fleet, all cells side by side, while they are being written
/// or afterwards.
final class TopicCheck implements AutoCloseable {
  private static final int RECORDS_IN_TURN = 2_000;

  private final KafkaSettings settings;
  private final Findings findings = new Findings();
  private final List<OneCell> cells = new ArrayList<>();

  private TopicCheck(KafkaSettings settings) {
    this.settings = settings;
  }

  /// One cell's topics.
  private record OneCell(
      CellId cell,
      RecordCursor<LogRecord> log,
      RecordCursor<Request> requests,
      RecordCursor<ReportBatch> reports,
      CellCheck check)
      implements AutoCloseable {
    @Override
    public void close() {
      log.close();
      requests.close();
      reports.close();
    }
  }

  static TopicCheck open(KafkaSettings settings) throws KafkaUnreachableException, IOException {
    TopicCheck check = new TopicCheck(settings);
    boolean opened = false;
    try {
      for (int i = 0; i < settings.topics().cells(); i++) {
        check.cells.add(check.cell(new CellId(i)));
      }
      opened = true;
      return check;
    } finally {
      if (!opened) {
        check.close();
      }
    }
  }

  private OneCell cell(CellId cell) throws KafkaUnreachableException, IOException {
    Topics topics = settings.topics();
    RecordCursor<LogRecord> log = RecordCursor.open(settings, Lane.log(topics, cell));
    RecordCursor<Request> requests = RecordCursor.open(settings, Lane.requests(topics, cell));
    RecordCursor<ReportBatch> reports = RecordCursor.open(settings, Lane.reports(topics, cell));
    Inputs inputs =
        new Inputs() {
          @Override
          public @Nullable Request request(long offset) {
            return requests.at(offset);
          }

          @Override
          public @Nullable ReportBatch reports(long offset) {
            return reports.at(offset);
          }
        };
    return new OneCell(cell, log, requests, reports, new CellCheck(cell, inputs, findings));
  }

  /// Reads the logs until they are at their ends and nothing more is to come.
  ///
  /// @param over whether the fleet has stopped, so that their ends are final
  void readLogs(BooleanSupplier over) throws KafkaUnreachableException, IOException {
    boolean last;
    do {
      last = over.getAsBoolean();
      boolean any;
      do {
        any = false;
        for (OneCell one : cells) {
          any |= readSome(one, last) > 0;
        }
      } while (any);
    } while (!last);
  }

  private int readSome(OneCell one, boolean toTheEnd)
      throws KafkaUnreachableException, IOException {
    int read = 0;
    while (read < RECORDS_IN_TURN) {
      RecordCursor.Entry<LogRecord> entry = one.log().next(toTheEnd);
      if (entry == null) {
        return read;
      }
      if (entry.decoded() instanceof Decoded.Ok<?>(LogRecord record)) {
        one.check().read(entry.offset(), record);
      } else if (entry.decoded() instanceof Decoded.TooNew<?>(String type)) {
        throw new IOException(
            "log/%s@%d is a %s, which this checker does not know"
                .formatted(one.cell(), entry.offset(), type));
      }
      read++;
    }
    return read;
  }

  /// Checks the orders, and that nothing is left over.
  ///
  /// @param settled the fleet had nothing left to do
  /// @param acknowledged jobs whose clients were told that they are taken
  void finish(boolean settled, Set<String> acknowledged)
      throws KafkaUnreachableException, IOException {
    Topics topics = settings.topics();
    for (int partition = 0; partition < topics.orderPartitions(); partition++) {
      OneCell one = cells.get(partition / Topics.ORDER_PARTITIONS_PER_CELL);
      Lane<OrderBatch> lane =
          new Lane<>(new TopicPartition(topics.orders(), partition), Codecs.ORDER);
      try (RecordCursor<OrderBatch> orders = RecordCursor.open(settings, lane)) {
        for (RecordCursor.Entry<OrderBatch> entry = orders.next(true);
            entry != null;
            entry = orders.next(true)) {
          if (entry.decoded() instanceof Decoded.Ok<?>(OrderBatch batch)) {
            one.check().order("orders/%d@%d".formatted(partition, entry.offset()), batch);
          }
        }
      }
    }
    for (OneCell one : cells) {
      one.check().finish(one.requests().end(), one.reports().end(), settled);
    }
    Set<String> missing = new HashSet<>(acknowledged);
    missing.removeIf(job -> cells.stream().anyMatch(one -> one.check().knows(new JobId(job))));
    for (String job : missing) {
      findings.add(Kind.LOST, "log", "job %s was acknowledged and never admitted".formatted(job));
    }
  }

  Findings findings() {
    return findings;
  }

  CheckedCounts counts() {
    return cells.stream()
        .map(one -> one.check().counts())
        .reduce(CheckedCounts.NONE, CheckedCounts::plus);
  }

  @Override
  public void close() {
    cells.forEach(OneCell::close);
  }
}
