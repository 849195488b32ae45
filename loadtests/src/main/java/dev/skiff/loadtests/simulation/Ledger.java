package dev.skiff.loadtests.simulation;

import static dev.skiff.loadtests.simulation.InvariantViolation.require;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.Job;
import dev.skiff.core.cell.CellState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A second set of books of what is promised on each host, kept from the events alone: at no offset
/// is more promised than there is, and the state counts the same.
final class Ledger {
  private record Room(HostId host, Resources amount) {}

  private record GhostKey(HostId host, VmId vm, int incarnation) {}

  private final Map<VmId, Room> rooms = new HashMap<>();
  private final Map<GhostKey, Resources> ghosts = new HashMap<>();
  private final Map<HostId, Resources> used = new HashMap<>();
  private final Set<HostId> touched = new HashSet<>();

  /// To be called before the event is applied.
  void take(CellState state, CellEvent event) {
    switch (event) {
      case CellEvent.VmsAssigned e -> assigned(state, e);
      case CellEvent.VmEnded e -> release(e.vm());
      case CellEvent.VmRequeued e -> release(e.vm());
      case CellEvent.VmRemoved e -> requireNone(e.vm());
      case CellEvent.JobRemoved(JobId job) -> state.vmsOf(job).forEach(vm -> requireNone(vm.id()));
      case CellEvent.GhostSeen e -> {
        GhostKey key = new GhostKey(e.host(), e.vm(), e.incarnation());
        replace(key, e.resources());
      }
      case CellEvent.GhostGone e -> replace(new GhostKey(e.host(), e.vm(), e.incarnation()), null);
      case CellEvent.HostLost(HostId host) ->
          Set.copyOf(ghosts.keySet()).stream()
              .filter(key -> key.host().equals(host))
              .forEach(key -> replace(key, null));
      case CellEvent.HostRemoved(HostId host) ->
          require(holds(host).equals(Resources.NONE), "%s is removed with VMs on it", host);
      default -> {}
    }
  }

  private void assigned(CellState state, CellEvent.VmsAssigned e) {
    Host host = state.host(e.host());
    Job job = state.job(e.job());
    require(host != null && host.status() == HostStatus.READY, "%s: %s", e, host);
    require(job != null, "no job: %s", e);
    if (host == null || job == null) {
      return;
    }
    Resources each = job.spec().vm().resources();
    for (int i = e.first(); i < e.first() + e.count(); i++) {
      VmId vm = new VmId(e.job(), i);
      Room before = rooms.put(vm, new Room(e.host(), each));
      require(before == null, "%s is placed while it holds %s", vm, before);
    }
    Resources now = holds(e.host()).plus(each.times(e.count()));
    require(
        now.fitsIn(host.facts().promisable()),
        "%s is overcommitted: %s of %s, by %s",
        e.host(),
        now,
        host.facts().promisable(),
        e);
    set(e.host(), now);
  }

  /// To be called afterwards: the state has come to the same.
  void check(CellState state) {
    if (touched.isEmpty()) {
      return;
    }
    for (HostId id : touched) {
      Host host = state.host(id);
      require(
          host != null && host.used().equals(holds(id)),
          "%s holds %s, the state counts %s",
          id,
          holds(id),
          host);
    }
    touched.clear();
  }

  private void release(VmId vm) {
    Room room = rooms.remove(vm);
    if (room != null) {
      set(room.host(), holds(room.host()).minus(room.amount()));
    }
  }

  private void requireNone(VmId vm) {
    require(!rooms.containsKey(vm), "%s is removed while it holds %s", vm, rooms.get(vm));
  }

  private void replace(GhostKey key, @Nullable Resources amount) {
    Resources before = amount == null ? ghosts.remove(key) : ghosts.put(key, amount);
    if (before != null) {
      set(key.host(), holds(key.host()).minus(before));
    }
    if (amount != null) {
      set(key.host(), holds(key.host()).plus(amount));
    }
  }

  private Resources holds(HostId host) {
    return used.getOrDefault(host, Resources.NONE);
  }

  private void set(HostId host, Resources amount) {
    used.put(host, amount);
    touched.add(host);
  }
}
