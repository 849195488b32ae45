package dev.skiff.scheduler.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What was read and not taken yet, bounded by count and by bytes: whoever fills it stops while it
/// [is full][#isFull]. Not safe for concurrent use.
///
/// @param <T> what is read
final class ReadAhead<T> {
  private final int mostItems;
  private final long mostBytes;
  private final ArrayDeque<Sized<T>> items = new ArrayDeque<>();
  private long bytes;

  private record Sized<T>(T item, int bytes) {}

  ReadAhead(int mostItems, long mostBytes) {
    this.mostItems = mostItems;
    this.mostBytes = mostBytes;
  }

  void add(T item, int size) {
    items.add(new Sized<>(item, size));
    bytes += size;
  }

  boolean isFull() {
    return items.size() >= mostItems || bytes >= mostBytes;
  }

  /// Whether there is room enough again to be worth a fetch.
  boolean isRoomy() {
    return items.size() <= mostItems / 2 && bytes <= mostBytes / 2;
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /// The first items, without taking them.
  List<T> head(int most) {
    List<T> head = new ArrayList<>(Math.min(most, items.size()));
    for (Sized<T> sized : items) {
      if (head.size() == most) {
        break;
      }
      head.add(sized.item());
    }
    return head;
  }

  void dropWhile(Predicate<T> unwanted) {
    while (!items.isEmpty() && unwanted.test(items.element().item())) {
      drop(1);
    }
  }

  void drop(int count) {
    if (count > items.size()) {
      throw new IllegalArgumentException(
          "count: %d (expected: at most %d, what was shown)".formatted(count, items.size()));
    }
    for (int i = 0; i < count; i++) {
      bytes -= items.remove().bytes();
    }
  }

  void clear() {
    items.clear();
    bytes = 0;
  }
}
