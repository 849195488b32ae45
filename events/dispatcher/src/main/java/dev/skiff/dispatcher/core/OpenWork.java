package dev.skiff.dispatcher.core;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The invocations of a partition that are not over, and how far it was read.
final class OpenWork {
  private final NavigableMap<Long, Work> open = new TreeMap<>();
  private long readNext;
  private long bytes;

  OpenWork(long readNext) {
    this.readNext = readNext;
  }

  void read(long offset) {
    readNext = offset + 1;
  }

  void add(Work work) {
    open.put(work.offset(), work);
    bytes += work.bytes();
  }

  void remove(Work work) {
    open.remove(work.offset());
    bytes -= work.bytes();
  }

  @Nullable Work at(long offset) {
    return open.get(offset);
  }

  /// In the order of their offsets; the list is the caller's.
  List<Work> all() {
    return new ArrayList<>(open.values());
  }

  int count() {
    return open.size();
  }

  /// Of their records.
  long bytes() {
    return bytes;
  }

  /// Every invocation with a smaller offset is over.
  long settledBelow() {
    return open.isEmpty() ? readNext : open.firstKey();
  }
}
