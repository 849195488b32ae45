package dev.skiff.core.cell;

import dev.skiff.contracts.log.CellEvent;
import java.util.ArrayList;
import java.util.List;

/// Work that is due at some time or too much for one Transition, a bounded piece of it at a time.
final class Chores {
  /// One of them.
  interface Chore {
    /// Adds what is to be done now, until the list is full.
    void sweep(CellState state, long at, Batch events);
  }

  /// Events, up to a bound.
  static final class Batch {
    private final List<CellEvent> events = new ArrayList<>();
    private final int most;

    Batch(int most) {
      this.most = most;
    }

    void add(CellEvent event) {
      events.add(event);
    }

    void addAll(List<CellEvent> more) {
      events.addAll(more);
    }

    boolean isFull() {
      return events.size() >= most;
    }
  }

  private final CellRules rules;
  private final List<Chore> chores;

  Chores(CellRules rules) {
    this.rules = rules;
    this.chores =
        List.of(
            new CallingOff(rules),
            new LostHosts(rules),
            new Timers(rules),
            new Drains(rules),
            new Services(rules));
  }

  List<CellEvent> sweep(CellState state, long at) {
    Batch batch = new Batch(rules.sweepMost());
    for (Chore chore : chores) {
      // The next one may be about the same VM: it sees the state only once this one's events are
      // in.
      if (batch.events.isEmpty()) {
        chore.sweep(state, at, batch);
      }
    }
    return batch.events;
  }
}
