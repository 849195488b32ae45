package dev.skiff.loadtests.faults;

/// What is done to the fleet.
enum Fault {
  /// `kill -9` of the scheduler that owns the cell; it is started again.
  KILL_OWNER,
  /// It stands still for some seconds, loses the cell, wakes up and does not know.
  FREEZE_OWNER,
  /// `kill -9` of the broker; it is started again at once.
  RESTART_BROKER,
  /// Many hosts send their last reports once more.
  REPEAT_REPORTS,
  /// Many hosts keep their reports to themselves for a while.
  DELAY_REPORTS,
  /// `kill -9` of many agents; they are started again, their VMs have gone on.
  CRASH_AGENTS,
  /// `kill -9` of the gateway; it is started again.
  KILL_GATEWAY
}
