package dev.skiff.contracts.state;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/// What a table of statuses leads to.
final class Reachable {
  private Reachable() {}

  static <S> Set<S> from(Collection<S> starts, Function<S, Set<S>> next) {
    Set<S> seen = new HashSet<>(starts);
    Deque<S> open = new ArrayDeque<>(starts);
    while (!open.isEmpty()) {
      for (S status : next.apply(open.remove())) {
        if (seen.add(status)) {
          open.add(status);
        }
      }
    }
    return seen;
  }
}
