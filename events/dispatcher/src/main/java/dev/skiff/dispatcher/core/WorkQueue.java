package dev.skiff.dispatcher.core;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// What a function has to do, in the order in which it may be begun: those with an ordering key one
/// after another, the rest as they came; those that wait for their next attempt when it is due.
final class WorkQueue {
  private final PriorityQueue<Work> ready =
      new PriorityQueue<>(Comparator.comparingLong(Work::offset));
  private final PriorityQueue<Work> later =
      new PriorityQueue<>(Comparator.comparingLong(Work::dueAt).thenComparingLong(Work::offset));

  /// Those of each key, the first of which is on its way; the others wait for it.
  private final Map<String, Deque<Work>> keys = new HashMap<>();

  void add(Work work) {
    String key = work.orderingKey();
    if (key != null) {
      Deque<Work> line = keys.computeIfAbsent(key, _ -> new ArrayDeque<>());
      line.add(work);
      if (line.size() > 1) {
        return;
      }
    }
    enqueue(work);
  }

  /// It is to be tried (again) when it is due.
  void enqueue(Work work) {
    if (work.dueAt() > 0) {
      later.add(work);
    } else {
      ready.add(work);
    }
  }

  /// The next that may be begun; null when there is none.
  @Nullable Work peek(long now) {
    while (!later.isEmpty() && later.peek().dueAt() <= now) {
      ready.add(later.remove());
    }
    return ready.peek();
  }

  /// Takes what [#peek] showed.
  Work take() {
    return ready.remove();
  }

  /// It is not to be tried for the time being; those of its key go on waiting for it.
  void withdraw(Work work) {
    ready.remove(work);
    later.remove(work);
  }

  /// It is over: the next one of its key gets its turn.
  void over(Work work) {
    ready.remove(work);
    later.remove(work);
    String key = work.orderingKey();
    Deque<Work> line = key == null ? null : keys.get(key);
    if (key == null || line == null) {
      return;
    }
    boolean first = line.peek() == work;
    line.remove(work);
    if (line.isEmpty()) {
      keys.remove(key);
    } else if (first) {
      enqueue(line.element());
    }
  }

  /// The first of a key, whatever it is at.
  @Nullable Work head(String key) {
    Deque<Work> line = keys.get(key);
    return line == null ? null : line.peek();
  }

  /// How many could be begun now if there were VMs.
  int waiting(long now) {
    Work _ = peek(now);
    return ready.size();
  }

  /// When the next one becomes due that waits for its time; [Long#MAX_VALUE] for none.
  long dueAt() {
    return later.isEmpty() ? Long.MAX_VALUE : later.peek().dueAt();
  }
}
