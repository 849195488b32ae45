package dev.skiff.agent.core;

import dev.skiff.contracts.order.Lease;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The exclusive runs of this host and the lease that they live by: none begins without it, none
/// outlives it.
final class ExclusiveRuns {
  /// How long a run waits for a lease, in us, before it is refused: some heartbeats and their
  /// answers.
  static final long PATIENCE = 5_000_000;

  private final HostLease lease = new HostLease();
  private final Set<RunState> live = new LinkedHashSet<>();
  private final Set<RunState> waiting = new LinkedHashSet<>();

  HostLease lease() {
    return lease;
  }

  void add(RunState state) {
    live.add(state);
  }

  void await(RunState state) {
    waiting.add(state);
  }

  /// The run is over, or given up.
  void remove(RunState state) {
    live.remove(state);
    waiting.remove(state);
  }

  /// Whether it has a lease to begin with, now: one that waited for an older incarnation to end may
  /// have lost it meanwhile.
  boolean mayStart(RunState state, long uptime) {
    return lease.holds(uptime) && !waiting.contains(state);
  }

  /// Those that have had a lease and were kept from their start.
  List<RunState> notStarted() {
    List<RunState> found = new ArrayList<>();
    for (RunState state : live) {
      if (state.status() == RunStatus.WAITING && !waiting.contains(state)) {
        found.add(state);
      }
    }
    return found;
  }

  /// Takes a lease.
  ///
  /// @return the runs that have waited for it
  List<RunState> granted(Lease granted, StepBuilder step) {
    if (lease.grant(granted)) {
      step.effect(new AgentEffect.RenewLease(lease.endsAt()));
    }
    return lease.holds(step.uptime()) ? takeWaiting() : List.of();
  }

  List<RunState> takeWaiting() {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<RunState> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }

  /// Those that have waited for too long.
  List<RunState> takeImpatient(long uptime) {
    List<RunState> taken = new ArrayList<>();
    for (RunState state : waiting) {
      if (uptime >= state.leaseNeededBy()) {
        taken.add(state);
      }
    }
    taken.forEach(waiting::remove);
    return taken;
  }

  /// Those that the lease covers no more.
  List<RunState> expired(long uptime) {
    if (live.isEmpty() || lease.holds(uptime)) {
      return List.of();
    }
    List<RunState> expired = new ArrayList<>();
    for (RunState state : live) {
      if (!waiting.contains(state)) {
        expired.add(state);
      }
    }
    return expired;
  }

  /// When something is to be done about the lease, in the host's uptime; never for
  /// [Long#MAX_VALUE].
  long dueAt() {
    return live.size() > waiting.size() ? lease.endsAt() : Long.MAX_VALUE;
  }
}
