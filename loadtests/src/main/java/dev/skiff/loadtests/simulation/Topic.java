package dev.skiff.loadtests.simulation;

import java.util.ArrayList;
import java.util.List;

/// One partition: what has arrived, and when.
final class Topic<T> {
  private final List<T> records = new ArrayList<>();
  private final List<Long> arrivals = new ArrayList<>();

  int add(T record, long now) {
    records.add(record);
    arrivals.add(now);
    return records.size() - 1;
  }

  int size() {
    return records.size();
  }

  T get(long offset) {
    return records.get(Math.toIntExact(offset));
  }

  /// How many records had arrived at a moment.
  int sizeAt(long moment) {
    int size = records.size();
    while (size > 0 && arrivals.get(size - 1) > moment) {
      size--;
    }
    return size;
  }
}
