package dev.skiff.scheduler.kafka;

import dev.skiff.contracts.wire.WireRecord;
import dev.skiff.kafka.Feed;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.RecordReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the brokers where partitions end, for all cells of a scheduler, as often as each answer is
/// wanted. It has a connection of its own: a broker answers the requests of one connection in turn,
/// so on a reader's connection the question would wait behind a fetch that waits for news.
public final class EndOffsets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EndOffsets.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final KafkaSettings settings;
  private final LongSupplier nowMicros;
  private final long tickNanos;
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final AtomicBoolean hurry = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean closed;

  /// Somebody who wants to know.
  interface Watcher {
    Lane<?> lane();

    /// Offset of the next record to read; -1 when the answer is not wanted now. Asked before the
    /// end is: an end below it means that the partition lost records.
    long position();

    /// How long an answer is good for.
    long everyNanos();

    /// @param position what [#position] said before
    /// @param askedAt microseconds since the epoch
    void ended(long position, long askedAt, long end);
  }

  /// @param tick no answer is fetched more often than this, unless asked to hurry
  public EndOffsets(KafkaSettings settings, LongSupplier nowMicros, Duration tick) {
    this.settings = settings.withClientId(settings.clientId() + "-ends");
    this.nowMicros = nowMicros;
    this.tickNanos = tick.toNanos();
    this.thread = Thread.ofPlatform().name("skiff-ends").daemon().start(this::run);
  }

  /// Starts watching; running the result ends it.
  Runnable watch(Watcher watcher) {
    watchers.add(watcher);
    askSoon();
    return () -> watchers.remove(watcher);
  }

  /// Asks again now rather than in a while.
  void askSoon() {
    hurry.set(true);
    LockSupport.unpark(thread);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(3_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean reachable = true;
    while (!closed) {
      List<Watcher> current = List.copyOf(watchers);
      if (current.isEmpty()) {
        rest();
        continue;
      }
      try (RecordReader<WireRecord> reader = open(current)) {
        if (!reachable) {
          LOG.info("the brokers answer again");
        }
        reachable = true;
        Map<Watcher, Long> askedAt = new HashMap<>();
        while (!closed && current.equals(watchers)) {
          ask(reader, current, askedAt);
          rest();
        }
      } catch (KafkaUnreachableException | RuntimeException e) {
        if (reachable && !closed) {
          LOG.warn("cannot ask where partitions end, trying on: {}", e.getMessage());
        }
        reachable = false;
        rest();
      }
    }
  }

  private RecordReader<WireRecord> open(List<Watcher> current) throws KafkaUnreachableException {
    List<Feed<? extends WireRecord>> feeds = new ArrayList<>();
    for (Watcher watcher : current) {
      feeds.add(feed(watcher.lane()));
    }
    return RecordReader.open(settings, ReaderTuning.defaults(), null, feeds);
  }

  private static <T extends WireRecord> Feed<T> feed(Lane<T> lane) {
    return lane.fromEnd();
  }

  private void ask(
      RecordReader<WireRecord> reader, List<Watcher> current, Map<Watcher, Long> askedAt)
      throws KafkaUnreachableException {
    boolean hurried = hurry.getAndSet(false);
    for (Watcher watcher : current) {
      long position = watcher.position();
      long now = System.nanoTime();
      Long last = askedAt.get(watcher);
      boolean due = last == null || now - last >= watcher.everyNanos() - tickNanos / 2;
      if (position >= 0 && (due || hurried)) {
        askedAt.put(watcher, now);
        long at = nowMicros.getAsLong();
        watcher.ended(position, at, endOf(reader, watcher.lane()));
      }
    }
  }

  private static long endOf(RecordReader<WireRecord> reader, Lane<?> lane)
      throws KafkaUnreachableException {
    return reader.endOffset(lane, PATIENCE);
  }

  private void rest() {
    if (!closed) {
      LockSupport.parkNanos(this, tickNanos);
    }
  }
}
