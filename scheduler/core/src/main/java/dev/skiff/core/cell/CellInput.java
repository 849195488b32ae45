package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.request.Request;

/// One thing that a cell's machine decides about.
public sealed interface CellInput {
  /// @param offset of the request's record; its outcome names it
  record Requested(long offset, Request request) implements CellInput {}

  /// One report out of a record.
  record Reported(HostId host, long session, Report report) implements CellInput {}

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
