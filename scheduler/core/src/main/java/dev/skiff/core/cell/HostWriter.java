package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.log.CellEvent.GhostGone;
import dev.skiff.contracts.log.CellEvent.HostDraining;
import dev.skiff.contracts.log.CellEvent.HostJoined;
import dev.skiff.contracts.state.Drain;
import dev.skiff.contracts.state.Ghost;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;

/// Writes what happens to hosts and ghosts into a [CellState].
final class HostWriter {
  private final CellState state;

  HostWriter(CellState state) {
    this.state = state;
  }

  void joined(HostJoined e, long at) {
    HostEntry entry = state.hosts.get(e.host());
    if (entry == null) {
      entry = new HostEntry(Host.joined(e.host(), e.session(), e.journal(), e.facts(), at));
      state.hosts.put(e.host(), entry);
    }
    state.emptying.remove(e.host());
    set(entry, entry.host.rejoined(e.session(), e.journal(), e.facts(), at));
  }

  void changed(HostId id, Host host) {
    set(state.requireHost(id), host);
  }

  void draining(HostDraining e, long at) {
    HostEntry entry = state.requireHost(e.host());
    Drain drain = new Drain(at, e.deadline(), e.force(), entry.vms.size());
    set(entry, entry.host.kept(entry.host.cordoned(), drain, at));
  }

  void lost(HostId id, long at) {
    HostEntry entry = state.requireHost(id);
    set(entry, entry.host.to(HostStatus.LOST, at));
    // What runs there besides is out of reach as well; should it come back, it is reported again.
    for (Ghost ghost : entry.ghosts.values()) {
      freed(entry, ghost, at);
    }
    entry.ghosts.clear();
    if (!entry.vms.isEmpty()) {
      state.emptying.add(id);
    }
  }

  void removed(HostId id) {
    HostEntry entry = state.requireHost(id);
    if (entry.host.status() != HostStatus.LOST || !entry.vms.isEmpty()) {
      throw new IllegalStateException(
          "%s cannot be removed: it is %s with %d VMs"
              .formatted(id, entry.host.status(), entry.vms.size()));
    }
    state.hosts.remove(id);
    state.draining.remove(id);
    state.fleet.remove(id);
    state.tracker.host(id);
  }

  void ghostSeen(Ghost ghost, long at) {
    HostEntry entry = state.requireHost(ghost.host());
    Ghost before = entry.ghosts.put(new HostEntry.GhostKey(ghost.vm(), ghost.incarnation()), ghost);
    if (before != null) {
      freed(entry, before, at);
    }
    entry.take(ghost.resources(), 1, at);
    state.fleet.held(ghost.host(), ghost.resources());
    state.tracker.host(ghost.host());
  }

  void ghostGone(GhostGone e, long at) {
    HostEntry entry = state.requireHost(e.host());
    Ghost ghost = entry.ghosts.remove(new HostEntry.GhostKey(e.vm(), e.incarnation()));
    if (ghost == null) {
      throw new IllegalStateException("no ghost of " + e.vm() + " on " + e.host());
    }
    freed(entry, ghost, at);
    state.tracker.host(e.host());
  }

  void restore(Host host) {
    HostEntry entry = new HostEntry(host);
    state.hosts.put(host.id(), entry);
    set(entry, host);
  }

  private void freed(HostEntry entry, Ghost ghost, long at) {
    entry.give(ghost.resources(), at);
    state.fleet.freed(ghost.host(), ghost.resources());
  }

  private void set(HostEntry entry, Host host) {
    entry.host = host;
    if (host.drain() != null && host.status() == HostStatus.DRAINING) {
      state.draining.add(host.id());
    } else {
      state.draining.remove(host.id());
    }
    state.fleet.put(host);
    state.tracker.host(host.id());
  }
}
