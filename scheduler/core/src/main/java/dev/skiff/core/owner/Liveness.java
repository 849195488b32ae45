package dev.skiff.core.owner;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.core.cell.CellInput;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.cell.CellState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who has been heard of, and for how long not. It never fires blind: silence is counted only up to
/// the moment up to which heartbeats are known to have been read, starts anew with every claim, and
/// when more than a tenth of a cell falls silent together the fault is more likely on this side, so
/// nothing is declared.
final class Liveness {
  private final CellRules rules;
  private final Map<HostId, Long> heardAt = new HashMap<>();
  private final Map<HostId, Long> sessions = new HashMap<>();
  private boolean paused;

  Liveness(CellRules rules) {
    this.rules = rules;
  }

  void restart() {
    heardAt.clear();
    sessions.clear();
    paused = false;
  }

  void heard(HostId host, long session, long now) {
    heardAt.put(host, now);
    sessions.put(host, session);
  }

  boolean paused() {
    return paused;
  }

  /// What the machine should be told.
  ///
  /// @param readThrough every heartbeat written before this moment has been heard; 0 if that is not
  ///   known
  List<CellInput> check(CellState state, long readThrough, long now) {
    List<CellInput> silences = new ArrayList<>();
    List<CellInput> returns = new ArrayList<>();
    int watched = 0;
    int silent = 0;
    for (Host host : state.hosts()) {
      if (host.status() == HostStatus.LOST) {
        continue;
      }
      watched++;
      long silence = readThrough - heardAt.computeIfAbsent(host.id(), h -> now);
      if (silence >= rules.suspectAfter()) {
        silent++;
        if (host.status() == HostStatus.READY || silence >= rules.lostAfter()) {
          silences.add(new CellInput.Silence(host.id(), host.session(), silence));
        }
      } else if (host.status() == HostStatus.SUSPECT && isCurrent(host)) {
        returns.add(new CellInput.Heard(host.id(), host.session()));
      }
    }
    paused = silent > Math.max(1, watched / 10);
    if (!paused) {
      returns.addAll(silences);
    }
    return returns;
  }

  /// Hosts that live while the log has given them up, with their sessions: they must join again.
  Map<HostId, Long> returned(CellState state, long now) {
    Map<HostId, Long> found = new HashMap<>();
    heardAt.forEach((id, at) -> {
      Host host = state.host(id);
      Long session = sessions.get(id);
      if (session != null
          && now - at < rules.suspectAfter()
          && (host == null || (host.status() == HostStatus.LOST && session == host.session()))) {
        found.put(id, session);
      }
    });
    return found;
  }

  private boolean isCurrent(Host host) {
    Long session = sessions.get(host.id());
    return session != null && session == host.session();
  }
}
