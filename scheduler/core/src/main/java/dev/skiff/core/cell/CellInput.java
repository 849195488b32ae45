package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.request.Request;
import java.util.ArrayList;
import java.util.List;

/// One thing that a cell's machine decides about.
public sealed interface CellInput {
  /// @param offset of the request's record; its outcome names it
  record Requested(long offset, Request request) implements CellInput {}

  /// A request that nobody waits for any more.
  record Late(long offset) implements CellInput {}

  /// One report out of a record.
  record Reported(HostId host, long session, Report report) implements CellInput {
    /// All reports out of a record, in order.
    public static List<CellInput> of(ReportBatch batch) {
      List<CellInput> all = new ArrayList<>(batch.reports().size());
      for (Report report : batch.reports()) {
        all.add(new Reported(batch.host(), batch.session(), report));
      }
      return all;
    }
  }

  /// A record that is none of its topic, or on which the machine failed.
  ///
  /// @param topic `requests` or `reports`
  record Rejected(String topic, long offset, String reason) implements CellInput {}

  /// Do what is due.
  record Tick() implements CellInput {}

  /// Try to place what waits.
  record Place() implements CellInput {}

  /// @param micros how long the host has not been heard of
  record Silence(HostId host, long session, long micros) implements CellInput {}

  /// A host that was silent has been heard of.
  record Heard(HostId host, long session) implements CellInput {}

  /// A heartbeat of a host with VMs that run under a lease.
  ///
  /// @param sent the heartbeat's `at`
  record Beat(HostId host, long session, long sent) implements CellInput {}
}
