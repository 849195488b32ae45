package dev.skiff.gateway.functions;

import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.invocation.InvocationId;
import dev.skiff.contracts.invocation.ReceiptEvent;
import dev.skiff.contracts.invocation.ReceiptFold;
import dev.skiff.contracts.invocation.ReceiptRecord;
import dev.skiff.contracts.invocation.ReceiptRecord.Progress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the receipts of one partition say, as far as this gateway has read, and what it has written
/// itself and not seen ended. Of receipts, those of the highest offsets are kept. Safe for
/// concurrent use.
final class ReceiptPartition {
  static final int MOST_RECEIPTS = 2_000;
  static final long MOST_BYTES = 4L * 1024 * 1024;
  private static final int MOST_PARKED = 1_000;

  private final int number;
  private final Consumer<FunctionId> over;
  private ReceiptFold fold = new ReceiptFold(false);
  private final TreeMap<Long, Receipt> kept = new TreeMap<>();
  private long bytes;
  private final TreeMap<Long, Receipt> own = new TreeMap<>();
  private final Map<Long, CompletableFuture<Receipt>> waiting = new HashMap<>();
  private final Map<Key, ParkedKey> parked = new LinkedHashMap<>();
  private long settledBelow;

  private record Key(FunctionId function, String key) {}

  /// @param over told once of each invocation that this gateway wrote and that is over
  ReceiptPartition(int number, Consumer<FunctionId> over) {
    this.number = number;
    this.over = over;
  }

  /// The receipts are read anew, from their beginning or from the middle.
  synchronized void startOver(boolean fromBeginning) {
    fold = new ReceiptFold(fromBeginning);
  }

  void read(long offset, ReceiptRecord record) {
    List<Runnable> after = new ArrayList<>();
    synchronized (this) {
      if (fold.counts(offset, record) && record instanceof Progress progress) {
        progress.events().forEach(event -> apply(event, after));
        settledBelow = Math.max(settledBelow, progress.settledBelow());
        passOver(after);
      }
    }
    after.forEach(Runnable::run);
  }

  private void apply(ReceiptEvent event, List<Runnable> after) {
    switch (event) {
      case ReceiptEvent.AttemptBegun begun ->
          keep(seen(begun.offset(), begun.function()).running(begun));
      case ReceiptEvent.AttemptFailed failed ->
          keep(seen(failed.offset(), failed.function()).retrying(failed));
      case ReceiptEvent.KeyParked stopped -> park(stopped);
      case ReceiptEvent.KeyResumed resumed ->
          parked.remove(new Key(resumed.function(), resumed.orderingKey()));
      case ReceiptEvent.Settled settled -> settle(settled, after);
      // An earlier receipt said so.
      case ReceiptEvent.SettledBefore _ -> {}
    }
  }

  private Receipt seen(long offset, FunctionId function) {
    Receipt known = kept.getOrDefault(offset, own.get(offset));
    return known != null ? known : Receipt.queued(id(offset), function, 0);
  }

  private void park(ReceiptEvent.KeyParked stopped) {
    keep(seen(stopped.offset(), stopped.function()).parked(stopped));
    if (parked.size() < MOST_PARKED) {
      parked.put(
          new Key(stopped.function(), stopped.orderingKey()),
          new ParkedKey(
              stopped.function(),
              stopped.orderingKey(),
              id(stopped.offset()),
              stopped.attempts(),
              stopped.code(),
              stopped.detail(),
              stopped.at()));
    }
  }

  private void settle(ReceiptEvent.Settled settled, List<Runnable> after) {
    Receipt receipt = Receipt.over(id(settled.offset()), settled);
    keep(receipt);
    parked.values().removeIf(key -> key.invocation().offset() == settled.offset());
    Receipt mine = own.remove(settled.offset());
    if (mine != null) {
      after.add(() -> over.accept(mine.function()));
    }
    CompletableFuture<Receipt> waiter = waiting.remove(settled.offset());
    if (waiter != null) {
      after.add(() -> waiter.complete(receipt));
    }
  }

  /// What was settled while nobody read is over as well.
  private void passOver(List<Runnable> after) {
    Map<Long, Receipt> gone = own.headMap(settledBelow);
    for (Receipt mine : gone.values()) {
      after.add(() -> over.accept(mine.function()));
    }
    gone.clear();
  }

  private void keep(Receipt receipt) {
    Receipt before = kept.put(receipt.id().offset(), receipt);
    bytes += receipt.bytes() - (before == null ? 0 : before.bytes());
    while (kept.size() > MOST_RECEIPTS || bytes > MOST_BYTES) {
      bytes -= kept.pollFirstEntry().getValue().bytes();
    }
  }

  /// This gateway has written an invocation; it is waited for if there is a waiter. Its end may
  /// have been read before the brokers said where it stands.
  void wrote(
      long offset, FunctionId function, long at, @Nullable CompletableFuture<Receipt> waiter) {
    Receipt known;
    boolean gone;
    synchronized (this) {
      known = kept.get(offset);
      gone = offset < settledBelow || (known != null && known.isOver());
      if (!gone) {
        own.put(offset, Receipt.queued(id(offset), function, at));
        if (waiter != null) {
          waiting.put(offset, waiter);
        }
      }
    }
    if (gone) {
      over.accept(function);
      if (waiter != null && known != null) {
        waiter.complete(known);
      }
    }
  }

  /// Whoever waited has stopped.
  synchronized void forget(long offset) {
    waiting.remove(offset);
  }

  synchronized Optional<Receipt> find(long offset) {
    return Optional.ofNullable(kept.getOrDefault(offset, own.get(offset)));
  }

  /// Of a function, those with the highest offsets first.
  synchronized List<Receipt> newest(FunctionId function, int limit) {
    TreeMap<Long, Receipt> all = new TreeMap<>(own);
    all.putAll(kept);
    return all.descendingMap().values().stream()
        .filter(receipt -> receipt.function().equals(function))
        .limit(limit)
        .toList();
  }

  synchronized Collection<ParkedKey> parked(FunctionId function) {
    return parked.values().stream().filter(key -> key.function().equals(function)).toList();
  }

  /// Every invocation with a smaller offset is over.
  synchronized long settledBelow() {
    return settledBelow;
  }

  synchronized int waiters() {
    return waiting.size();
  }

  private InvocationId id(long offset) {
    return new InvocationId(number, offset);
  }
}
