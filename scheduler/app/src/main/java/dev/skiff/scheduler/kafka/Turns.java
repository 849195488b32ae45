package dev.skiff.scheduler.kafka;

import java.util.ArrayList;
import java.util.List;

/// Two queues that take turns.
final class Turns {
  private Turns() {}

  /// One of each in turn; what is left of the longer one at the end.
  static <T> List<T> taken(List<T> some, List<T> others) {
    if (some.isEmpty()) {
      return others;
    }
    if (others.isEmpty()) {
      return some;
    }
    List<T> all = new ArrayList<>(some.size() + others.size());
    for (int i = 0; i < Math.max(some.size(), others.size()); i++) {
      if (i < some.size()) {
        all.add(some.get(i));
      }
      if (i < others.size()) {
        all.add(others.get(i));
      }
    }
    return all;
  }
}
