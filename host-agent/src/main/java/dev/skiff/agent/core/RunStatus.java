package dev.skiff.agent.core;

/// Where one run is in its life on this host.
public enum RunStatus {
  /// Taken on; an older incarnation of the same VM must be over first, or the host must get a
  /// lease.
  WAITING,
  /// Being booted.
  STARTING,
  /// Its command runs.
  RUNNING,
  /// Has been told to end.
  ENDING,
  /// Over; its directory is kept for its logs.
  ENDED;

  /// Whether it holds room on the host.
  public boolean isLive() {
    return this != ENDED;
  }
}
