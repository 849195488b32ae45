package dev.skiff.agent.core;

import dev.skiff.contracts.order.Lease;

/// How long this host may run exclusive VMs. A lease answers a heartbeat and runs from the moment
/// when that was sent, by the host's uptime: a clock that nobody sets, and that goes on while the
/// host sleeps.
final class HostLease {
  /// Heartbeats that an answer may still come to; older ones have no use.
  private static final int REMEMBERED = 64;

  /// No lease is longer, whatever somebody writes.
  private static final long LONGEST_MILLIS = 3_600_000;

  private final long[] at = new long[REMEMBERED];
  private final long[] sentAt = new long[REMEMBERED];
  private int next;
  private int known;
  private long endsAt;

  /// The lease that an earlier agent on this host left.
  void restore(long endsAtUptime) {
    endsAt = Math.max(endsAt, endsAtUptime);
  }

  /// A new session: heartbeats of the last one are answered no more. What was granted stays.
  void forgetHeartbeats() {
    known = 0;
  }

  void sent(long heartbeat, long uptime) {
    at[next] = heartbeat;
    sentAt[next] = uptime;
    next = (next + 1) % REMEMBERED;
    known = Math.min(known + 1, REMEMBERED);
  }

  /// @return whether the lease ends later now
  boolean grant(Lease lease) {
    for (int i = 1; i <= known; i++) {
      int slot = Math.floorMod(next - i, REMEMBERED);
      if (at[slot] == lease.heartbeat()) {
        return extend(sentAt[slot] + Math.clamp(lease.millis(), 0, LONGEST_MILLIS) * 1_000);
      }
    }
    return false;
  }

  private boolean extend(long until) {
    boolean later = until > endsAt;
    endsAt = Math.max(endsAt, until);
    return later;
  }

  /// In the host's uptime, us; 0 when there was none yet.
  long endsAt() {
    return endsAt;
  }

  boolean holds(long uptime) {
    return uptime < endsAt;
  }
}
