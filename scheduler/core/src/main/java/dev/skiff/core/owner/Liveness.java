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
import java.util.TreeMap;

/// Who has been heard of, and for how long not. It never fires blind: silence is counted only up to
/// the moment up to which heartbeats are known to have been read, starts anew with every claim and
/// when this scheduler itself was not there, and when more than a tenth of a cell falls silent
/// together the fault is more likely on this side, so nothing is declared.
final class Liveness {
  /// An agent of a host. Another one that goes by the same host id has a session of its own, and
  /// must not keep the first one alive.
  private record Agent(HostId host, long session) {}

  private final CellRules rules;

  private final Map<Agent, Long> heardAt = new HashMap<>();
  private long checkedAt;
  private boolean paused;

  Liveness(CellRules rules, long now) {
    this.rules = rules;
    this.checkedAt = now;
  }

  void heard(HostId host, long session, long now) {
    heardAt.put(new Agent(host, session), now);
  }

  /// Agents that are remembered: not many more than there are hosts.
  int remembered() {
    return heardAt.size();
  }

  boolean paused() {
    return paused;
  }

  /// What the machine should be told.
  ///
  /// @param readThrough every heartbeat written before this moment has been heard; 0 if that is not
  ///   known
  List<CellInput> check(CellState state, long readThrough, long now) {
    // Checked that late, this scheduler stood still or its clock jumped.
    if (now < checkedAt || now - checkedAt > rules.suspectAfter() / 2) {
      // Everybody gets all of their time again; who was heard just now, was heard.
      heardAt.values().removeIf(at -> at != now);
    }
    checkedAt = now;
    if (readThrough > now) {
      // Proven by a clock that has been set back since.
      return List.of();
    }
    List<CellInput> silences = new ArrayList<>();
    List<CellInput> told = new ArrayList<>();
    int watched = 0;
    int silent = 0;
    for (Host host : state.hosts()) {
      if (host.status() == HostStatus.LOST) {
        continue;
      }
      watched++;
      Agent agent = new Agent(host.id(), host.session());
      boolean heard = heardAt.containsKey(agent);
      long silence = readThrough - heardAt.computeIfAbsent(agent, a -> now);
      if (silence >= rules.suspectAfter()) {
        silent++;
        if (host.status() != HostStatus.SUSPECT || silence >= rules.lostAfter()) {
          silences.add(new CellInput.Silence(host.id(), host.session(), silence));
        }
      } else if (host.status() == HostStatus.SUSPECT && heard) {
        told.add(new CellInput.Heard(host.id(), host.session()));
      }
    }
    if (heardAt.size() > watched) {
      forgetStrangers(state, now);
    }
    paused = silent > Math.max(1, watched / 10);
    if (!paused) {
      told.addAll(silences);
    }
    return told;
  }

  /// Agents of which the log does not know (any more), some time after they fell silent.
  private void forgetStrangers(CellState state, long now) {
    heardAt
        .entrySet()
        .removeIf(entry -> {
          Host host = state.host(entry.getKey().host());
          return now - entry.getValue() > rules.lostAfter()
              && (host == null || host.session() != entry.getKey().session());
        });
  }

  /// Agents that live while the log has given up or does not know their host, with their sessions:
  /// they must join again.
  Map<HostId, Long> returned(CellState state, long now) {
    Map<HostId, Long> found = new TreeMap<>();
    heardAt.forEach((agent, at) -> {
      Host host = state.host(agent.host());
      if (now - at < rules.suspectAfter() && (host == null || host.status() == HostStatus.LOST)) {
        found.merge(agent.host(), agent.session(), Math::max);
      }
    });
    return found;
  }
}
