package dev.skiff.loadtests.check;

/// How much was looked at.
///
/// @param transitions that count
/// @param voided records of the log that do not
/// @param requests with an outcome
/// @param jobs admitted
/// @param vms admitted
/// @param starts of VMs that hosts reported
/// @param orders that were written
public record CheckedCounts(
    long transitions, long voided, long requests, long jobs, long vms, long starts, long orders) {
  static final CheckedCounts NONE = new CheckedCounts(0, 0, 0, 0, 0, 0, 0);

  CheckedCounts plus(CheckedCounts other) {
    return new CheckedCounts(
        transitions + other.transitions,
        voided + other.voided,
        requests + other.requests,
        jobs + other.jobs,
        vms + other.vms,
        starts + other.starts,
        orders + other.orders);
  }
}
