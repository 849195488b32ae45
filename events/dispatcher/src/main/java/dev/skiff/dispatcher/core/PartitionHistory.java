package dev.skiff.dispatcher.core;

import dev.skiff.contracts.invocation.ReceiptEvent;
import dev.skiff.contracts.invocation.ReceiptEvent.AttemptBegun;
import dev.skiff.contracts.invocation.ReceiptEvent.AttemptFailed;
import dev.skiff.contracts.invocation.ReceiptEvent.KeyParked;
import dev.skiff.contracts.invocation.ReceiptEvent.KeyResumed;
import dev.skiff.contracts.invocation.ReceiptEvent.Settled;
import dev.skiff.contracts.invocation.ReceiptEvent.SettledBefore;
import dev.skiff.contracts.invocation.ReceiptRecord.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the receipts say of a partition: the fold of all progress that counts, from a claim on. Not
/// safe for concurrent use.
public final class PartitionHistory {
  /// The last that was heard of each invocation that is not over.
  private final NavigableMap<Long, ReceiptEvent> latest = new TreeMap<>();

  private final NavigableSet<Long> settled = new TreeSet<>();
  private long settledBelow;

  /// Takes the next record that counts.
  public void apply(Progress progress) {
    progress.events().forEach(this::apply);
    if (progress.settledBelow() > settledBelow) {
      settledBelow = progress.settledBelow();
      latest.headMap(settledBelow, false).clear();
      settled.headSet(settledBelow, false).clear();
    }
  }

  private void apply(ReceiptEvent event) {
    switch (event) {
      case AttemptBegun begun -> latest.put(begun.offset(), begun);
      case AttemptFailed failed -> latest.put(failed.offset(), failed);
      case KeyParked parked -> latest.put(parked.offset(), parked);
      case KeyResumed resumed -> {
        settled.add(resumed.offset());
        if (latest.get(resumed.head()) instanceof KeyParked parked) {
          latest.put(resumed.head(), triedAgain(parked));
        }
      }
      case Settled over -> {
        latest.remove(over.offset());
        settled.add(over.offset());
      }
      case SettledBefore range -> {
        for (long offset = range.offset(); offset <= range.last(); offset++) {
          settled.add(offset);
        }
      }
    }
  }

  /// Not parked any more. Its attempts are numbered on: agents carry out each number once.
  private static AttemptFailed triedAgain(KeyParked parked) {
    return new AttemptFailed(
        parked.offset(), parked.function(), parked.attempts(), parked.code(), parked.detail(), 0);
  }

  /// What is to be written after a claim, so that nobody need read what was before it.
  public List<ReceiptEvent> restated() {
    List<ReceiptEvent> events = new ArrayList<>();
    Long first = settled.isEmpty() ? null : settled.first();
    while (first != null) {
      long last = first;
      while (settled.contains(last + 1)) {
        last++;
      }
      events.add(new SettledBefore(first, last));
      first = settled.higher(last);
    }
    events.addAll(latest.values());
    return events;
  }

  /// The first offset that may not be over.
  public long settledBelow() {
    return settledBelow;
  }

  boolean isSettled(long offset) {
    return offset < settledBelow || settled.contains(offset);
  }

  /// Attempts that were begun.
  int attempts(long offset) {
    return switch (latest.get(offset)) {
      case AttemptBegun begun -> begun.attempt();
      case AttemptFailed failed -> failed.attempt();
      case KeyParked parked -> parked.attempts();
      case null -> 0;
      case KeyResumed _, Settled _, SettledBefore _ -> 0;
    };
  }

  /// When the next attempt is due, microseconds since the epoch; 0 for at once.
  long dueAt(long offset) {
    return latest.get(offset) instanceof AttemptFailed failed ? failed.nextAt() : 0;
  }

  /// When its key was parked because of it; -1 if it was not.
  long parkedAt(long offset) {
    return latest.get(offset) instanceof KeyParked parked ? parked.at() : -1;
  }
}
