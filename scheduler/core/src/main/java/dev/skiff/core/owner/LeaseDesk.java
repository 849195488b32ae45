package dev.skiff.core.owner;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.state.Host;
import dev.skiff.core.cell.CellInput;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.cell.CellState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which heartbeats are to be answered with a lease: those of hosts with exclusive VMs, as often as
/// leases are renewed. Who grants them is the machine, in the log.
final class LeaseDesk {
  private final CellRules rules;
  private final Map<HostId, Long> grantedAt = new HashMap<>();
  private final List<CellInput.Beat> due = new ArrayList<>();

  LeaseDesk(CellRules rules) {
    this.rules = rules;
  }

  void heard(CellState state, CellInputs.Beat beat, long now) {
    if (!state.needsLease(beat.host())) {
      grantedAt.remove(beat.host());
      return;
    }
    Host host = state.host(beat.host());
    if (host == null || host.session() != beat.session()) {
      // Another agent that goes by the same host id must not use up the first one's turn.
      return;
    }
    Long last = grantedAt.get(beat.host());
    if (last == null || now - last >= rules.leaseRenew()) {
      grantedAt.put(beat.host(), now);
      due.add(new CellInput.Beat(beat.host(), beat.session(), beat.sent()));
    }
  }

  /// Renews all of them at their next heartbeat.
  void forget() {
    grantedAt.clear();
  }

  /// Those that have come due since the last call.
  List<CellInput.Beat> due() {
    List<CellInput.Beat> all = List.copyOf(due);
    due.clear();
    return all;
  }
}
