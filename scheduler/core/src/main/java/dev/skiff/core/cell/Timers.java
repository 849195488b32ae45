package dev.skiff.core.cell;

import dev.skiff.contracts.log.CellEvent.JobCancelling;
import dev.skiff.contracts.log.CellEvent.JobRemoved;
import dev.skiff.contracts.log.CellEvent.KeysExpired;
import dev.skiff.contracts.state.CallOff;
import dev.skiff.contracts.state.StoredKey;
import java.util.ArrayList;
import java.util.List;

/// Calls off jobs at their deadlines; removes finished jobs and idempotency keys whose time is
/// over.
final class Timers implements Chores.Chore {
  private final CellRules rules;

  Timers(CellRules rules) {
    this.rules = rules;
  }

  @Override
  public void sweep(CellState state, long at, Chores.Batch events) {
    for (CellState.Due due : state.deadlines) {
      if (due.at() > at || events.isFull()) {
        break;
      }
      events.add(new JobCancelling(due.job(), CallOff.DEADLINE_EXCEEDED));
    }
    for (CellState.Due due : state.expiries) {
      if (due.at() > at || events.isFull()) {
        break;
      }
      events.add(new JobRemoved(due.job()));
    }
    List<String> expired = new ArrayList<>();
    for (StoredKey key : state.keys.values()) {
      if (key.stored() + rules.keyTtl() > at || expired.size() >= rules.sweepMost()) {
        break;
      }
      expired.add(key.key().key());
    }
    if (!expired.isEmpty()) {
      events.add(new KeysExpired(expired));
    }
  }
}
