package dev.skiff.core.owner;

import dev.skiff.contracts.HostId;
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
    Long last = grantedAt.get(beat.host());
    if (last == null || now - last >= rules.leaseRenew()) {
      grantedAt.put(beat.host(), now);
      due.add(new CellInput.Beat(beat.host(), beat.session(), beat.sent()));
    }
  }

  /// Those that have come due since the last call.
  List<CellInput.Beat> due() {
    List<CellInput.Beat> all = List.copyOf(due);
    due.clear();
    return all;
  }
}
