package dev.skiff.loadtests.fleet;

import java.util.PriorityQueue;

/// What is going to happen, by time; what falls into the same microsecond, in the order in which it
/// was put. A VM that runs for ever has no entry.
final class Timers {
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long put;

  /// @param at microseconds since the epoch
  record Entry(long at, long number, FleetHost host, Moment moment) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  void at(long time, FleetHost host, Moment moment) {
    entries.add(new Entry(time, put++, host, moment));
  }

  /// [Long#MAX_VALUE] when nothing is going to happen.
  long next() {
    Entry first = entries.peek();
    return first == null ? Long.MAX_VALUE : first.at();
  }

  /// Lets happen what is due, what becomes due by that included.
  void run(long now) {
    for (Entry first = entries.peek(); first != null && first.at() <= now; first = entries.peek()) {
      entries.remove();
      first.host().happen(first.moment(), now);
    }
  }
}
