package dev.skiff.core.cell;

import dev.skiff.contracts.log.CellEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The events that a state last took in, for the message of one that does not fit. Not part of a
/// cell's state: a fresh copy has none.
final class History {
  private static final int LENGTH = 256;
  private static final List<String> MARKS = List.of("vm=", "job=", "host=");

  private record Entry(CellEvent event, long at) {}

  private final Deque<Entry> entries = new ArrayDeque<>(LENGTH);

  void add(CellEvent event, long at) {
    if (entries.size() == LENGTH) {
      entries.removeFirst();
    }
    entries.addLast(new Entry(event, at));
  }

  /// What happened lately to the job or host that an event names first.
  List<String> about(CellEvent event) {
    String name = firstName(event.toString());
    return name.isEmpty()
        ? List.of()
        : entries.stream()
            .filter(e -> e.event().toString().contains(name))
            .map(e -> e.at() + " " + e.event())
            .toList();
  }

  /// The id after the first of the marks; of a VM, its job's.
  private static String firstName(String event) {
    int first = Integer.MAX_VALUE;
    for (String mark : MARKS) {
      int at = event.indexOf(mark);
      first = at < 0 ? first : Math.min(first, at + mark.length());
    }
    if (first == Integer.MAX_VALUE) {
      return "";
    }
    int end = first;
    while (end < event.length() && ",].".indexOf(event.charAt(end)) < 0) {
      end++;
    }
    return event.substring(first, end);
  }
}
