package dev.skiff.dispatcher.core;

import dev.skiff.contracts.invocation.ReceiptEvent;
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

  /// What is to be written after a claim, so that nobody need read what was before it.
  List<ReceiptEvent> restated() {
    List<ReceiptEvent> events = new ArrayList<>();
    long from = settledBelow();
    for (Work work : open.values()) {
      if (work.offset() > from) {
        events.add(new ReceiptEvent.SettledBefore(from, work.offset() - 1));
      }
      from = work.offset() + 1;
      restate(work, events);
    }
    if (readNext > from) {
      events.add(new ReceiptEvent.SettledBefore(from, readNext - 1));
    }
    return events;
  }

  private static void restate(Work work, List<ReceiptEvent> events) {
    String key = work.orderingKey();
    if (work.stage() == Work.Stage.PARKED && key != null) {
      events.add(
          new ReceiptEvent.KeyParked(
              work.offset(),
              work.invoke().function(),
              key,
              work.attempts(),
              "restated",
              "an earlier receipt says why",
              work.parkedAt()));
    } else if (work.attempts() > 0) {
      events.add(
          new ReceiptEvent.AttemptFailed(
              work.offset(),
              work.invoke().function(),
              work.attempts(),
              "restated",
              "an earlier receipt says why",
              work.dueAt()));
    }
  }
}
