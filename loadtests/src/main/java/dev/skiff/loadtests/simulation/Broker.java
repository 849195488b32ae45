package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.request.Request;
import dev.skiff.core.owner.CellInputs.Beat;
import dev.skiff.core.owner.CheckpointStore.Stored;
import java.util.ArrayList;
import java.util.List;

/// The topics of one cell. Records are the real ones; what is simulated is the way there.
final class Broker {
  final Topic<LogRecord> log = new Topic<>();
  final Topic<Request> requests = new Topic<>();
  final Topic<ReportBatch> reports = new Topic<>();
  final Topic<Beat> heartbeats = new Topic<>();
  final Topic<OrderBatch> orders = new Topic<>();
  final List<Stored> checkpoints = new ArrayList<>();
}
