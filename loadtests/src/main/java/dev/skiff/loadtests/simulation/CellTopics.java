package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.request.Request;
import dev.skiff.core.owner.CellInputs.Beat;
import dev.skiff.core.owner.CellInputs.Input;
import dev.skiff.core.owner.CheckpointStore.Stored;
import java.util.ArrayList;
import java.util.List;

/// The topics of one cell. Records are the real ones; what is simulated is the way there.
final class CellTopics {
  /// More than any record here takes.
  private static final int REQUEST_BYTES = 2_000;

  private static final int REPORT_BYTES = 400;

  final CellId cell;
  final Topic<LogRecord> log = new Topic<>();
  final Topic<Input> requests = new Topic<>();
  final Topic<Input> reports = new Topic<>();
  final Topic<Beat> heartbeats = new Topic<>();
  final Topic<OrderBatch> orders = new Topic<>();
  final List<Stored> checkpoints = new ArrayList<>();
  private boolean full;

  CellTopics(CellId cell) {
    this.cell = cell;
  }

  /// Whether the broker refuses records.
  boolean isFull() {
    return full;
  }

  void setFull(boolean nowFull) {
    full = nowFull;
  }

  int request(Request request, long now) {
    return requests.add(new Input.Requested(requests.size(), REQUEST_BYTES, request), now);
  }

  int report(ReportBatch batch, long now) {
    int bytes = REPORT_BYTES * (1 + batch.reports().size());
    return reports.add(new Input.Reported(reports.size(), bytes, batch), now);
  }

  /// A record that is none of its topic, or one of a type that may be skipped.
  void garbage(boolean amongRequests, boolean skippable, long now) {
    Topic<Input> topic = amongRequests ? requests : reports;
    topic.add(
        new Input.Unreadable(
            amongRequests ? "requests" : "reports", topic.size(), "not JSON at all", skippable),
        now);
  }

  /// Whether a request is of a type that is passed over.
  boolean isSkipped(long request) {
    return requests.get(request) instanceof Input.Unreadable unreadable && unreadable.skippable();
  }
}
