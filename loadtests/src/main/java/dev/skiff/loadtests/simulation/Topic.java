package dev.skiff.loadtests.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// One partition: what has arrived, and when.
final class Topic<T> {
  private final List<T> records = new ArrayList<>();
  private long[] arrivals = new long[64];

  int add(T record, long now) {
    int offset = records.size();
    if (offset == arrivals.length) {
      arrivals = Arrays.copyOf(arrivals, offset * 2);
    }
    arrivals[offset] = now;
    records.add(record);
    return offset;
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
    while (size > 0 && arrivals[size - 1] > moment) {
      size--;
    }
    return size;
  }

  long arrivedAt(long offset) {
    return arrivals[Math.toIntExact(offset)];
  }

  List<T> records() {
    return Collections.unmodifiableList(records);
  }
}
