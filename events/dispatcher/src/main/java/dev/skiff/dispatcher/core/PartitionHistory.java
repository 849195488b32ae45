package dev.skiff.dispatcher.core;

import dev.skiff.contracts.invocation.ReceiptEvent;
import dev.skiff.contracts.invocation.ReceiptRecord.Progress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What the receipts say of a partition: the fold of all progress that counts, from a claim on. Not
/// safe for concurrent use.
public final class PartitionHistory {
  private final Map<Long, Integer> attempts = new HashMap<>();
  private final Map<Long, Long> dueAt = new HashMap<>();
  private final Map<Long, Long> parked = new HashMap<>();
  private final Set<Long> settled = new HashSet<>();
  private long settledBelow;

  /// Takes the next record that counts.
  public void apply(Progress progress) {
    progress.events().forEach(this::apply);
    if (progress.settledBelow() > settledBelow) {
      settledBelow = progress.settledBelow();
      attempts.keySet().removeIf(offset -> offset < settledBelow);
      dueAt.keySet().removeIf(offset -> offset < settledBelow);
      parked.keySet().removeIf(offset -> offset < settledBelow);
      settled.removeIf(offset -> offset < settledBelow);
    }
  }

  private void apply(ReceiptEvent event) {
    switch (event) {
      case ReceiptEvent.AttemptBegun begun ->
          attempts.merge(begun.offset(), begun.attempt(), Math::max);
      case ReceiptEvent.AttemptFailed failed -> {
        attempts.merge(failed.offset(), failed.attempt(), Math::max);
        dueAt.put(failed.offset(), failed.nextAt());
      }
      case ReceiptEvent.KeyParked key -> {
        attempts.put(key.offset(), key.attempts());
        parked.put(key.offset(), key.at());
      }
      case ReceiptEvent.KeyResumed resumed -> {
        settled.add(resumed.offset());
        parked.remove(resumed.head());
        if (resumed.skip()) {
          return;
        }
        attempts.remove(resumed.head());
        dueAt.remove(resumed.head());
      }
      case ReceiptEvent.Settled over -> settled.add(over.offset());
      case ReceiptEvent.SettledBefore range -> {
        for (long offset = range.offset(); offset <= range.last(); offset++) {
          settled.add(offset);
        }
      }
    }
  }

  /// The first offset that may not be over.
  public long settledBelow() {
    return settledBelow;
  }

  boolean isSettled(long offset) {
    return offset < settledBelow || settled.contains(offset);
  }

  int attempts(long offset) {
    return attempts.getOrDefault(offset, 0);
  }

  long dueAt(long offset) {
    return dueAt.getOrDefault(offset, 0L);
  }

  /// When its key was parked because of it; -1 if it was not.
  long parkedAt(long offset) {
    return parked.getOrDefault(offset, -1L);
  }
}
