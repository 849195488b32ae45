package dev.skiff.core.cell;

import dev.skiff.contracts.log.CellEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The events that a state last took in, for the message of one that does not fit. Not part of a
/// cell's state: a fresh copy has none.
final class History {
  private static final int LENGTH = 256;
  private static final Pattern ID = Pattern.compile("(?:vm|job|host)=([^,\\]]+)");

  private record Entry(CellEvent event, long at) {}

  private final Deque<Entry> entries = new ArrayDeque<>(LENGTH);

  void add(CellEvent event, long at) {
    if (entries.size() == LENGTH) {
      entries.removeFirst();
    }
    entries.addLast(new Entry(event, at));
  }

  /// What happened lately to the VM, job or host that an event names first.
  List<String> about(CellEvent event) {
    Matcher matcher = ID.matcher(event.toString());
    if (!matcher.find()) {
      return List.of();
    }
    String job = matcher.group(1).split("\\.", 2)[0];
    return entries.stream()
        .filter(e -> e.event().toString().contains(job))
        .map(e -> e.at() + " " + e.event())
        .toList();
  }
}
