package dev.skiff.contracts.state;

import java.util.EnumSet;
import java.util.Set;

/// Where a VM is in its life. The only table of what may follow what.
public enum VmStatus {
  /// Created held; waits for a start.
  CREATED,
  /// Waits for a host.
  PENDING,
  /// Has a host, which has been ordered to start it.
  ASSIGNED,
  /// Its host has begun.
  STARTING,
  /// Its command runs.
  RUNNING,
  /// Stands still in its host's memory.
  PAUSED,
  /// Its memory is on its host's disk; it still holds its room there.
  SUSPENDED,
  /// Has been told to end.
  STOPPING,
  /// Its command ended; see the exit code.
  EXITED,
  /// It never ran, or ended other than by its command's end.
  FAILED,
  /// Its host is gone.
  LOST,
  /// Was called off before it had a host.
  CANCELLED;

  /// Whether nothing will happen to it any more unless it is asked for.
  public boolean isFinal() {
    return switch (this) {
      case EXITED, FAILED, LOST, CANCELLED -> true;
      case CREATED, PENDING, ASSIGNED, STARTING, RUNNING, PAUSED, SUSPENDED, STOPPING -> false;
    };
  }

  /// Whether it holds capacity on a host.
  public boolean isOnHost() {
    return switch (this) {
      case ASSIGNED, STARTING, RUNNING, PAUSED, SUSPENDED, STOPPING -> true;
      case CREATED, PENDING, EXITED, FAILED, LOST, CANCELLED -> false;
    };
  }

  /// What may come next. A report may overtake another (an agent that joins again reports a VM
  /// running that was only assigned), so the states on a host may be skipped forwards, never
  /// backwards.
  public Set<VmStatus> next() {
    return switch (this) {
      case CREATED -> EnumSet.of(PENDING, CANCELLED);
      case PENDING -> EnumSet.of(ASSIGNED, CANCELLED);
      case ASSIGNED -> EnumSet.of(STARTING, RUNNING, STOPPING, PENDING, EXITED, FAILED, LOST);
      case STARTING -> EnumSet.of(RUNNING, STOPPING, PENDING, EXITED, FAILED, LOST);
      case RUNNING -> EnumSet.of(PAUSED, SUSPENDED, STOPPING, EXITED, FAILED, LOST);
      case PAUSED -> EnumSet.of(RUNNING, SUSPENDED, STOPPING, EXITED, FAILED, LOST);
      case SUSPENDED -> EnumSet.of(RUNNING, STOPPING, EXITED, FAILED, LOST);
      case STOPPING -> EnumSet.of(EXITED, FAILED, LOST);
      case EXITED, FAILED, LOST, CANCELLED -> EnumSet.of(PENDING);
    };
  }
}
