package dev.skiff.scheduler.kafka;

import dev.skiff.contracts.wire.WireRecord;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that reads lanes into somebody's buffer, from where that somebody says, over and over:
/// each restart gets a fresh reader, because on the old one's connection a fetch may still wait at
/// the broker, and what comes from it is of no use any more.
///
/// @param <T> the family of records
final class ReaderThread<T extends WireRecord> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReaderThread.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long RETRY_MILLIS = 300;
  private static final long NO_END = -1;

  private final Work<T> work;
  private final Thread thread;
  private final Object monitor = new Object();
  private long generation;
  private boolean wanted;
  private boolean closed;
  private boolean room;
  private volatile boolean reading;
  private @Nullable RecordReader<T> current;

  /// Whether what was asked for when the reader was opened is still asked for.
  interface Still {
    boolean current();
  }

  /// What is read, and where it goes. Called on the thread.
  interface Work<T extends WireRecord> {
    RecordReader<T> open() throws KafkaUnreachableException;

    /// The reader stands where it begins.
    default void opened(RecordReader<T> reader, Still still) throws KafkaUnreachableException {}

    /// How long to rest before the next poll.
    default long restMillis() {
      return 0;
    }

    /// Makes ready for the next poll; false when there is no room.
    boolean mayRead(RecordReader<T> reader);

    void received(List<Received<T>> records, Still still);

    /// What was to be read next is not there.
    ///
    /// @return whether to open a reader again now; otherwise nothing is read until the next restart
    boolean positionLost(RecordReader<T> reader, PositionLostException gone, Still still)
        throws KafkaUnreachableException;
  }

  ReaderThread(String name, Work<T> work) {
    this.work = work;
    this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  /// Reads (again), from where [Work#open] says. What an earlier reader still delivers is stale.
  void restart() {
    change(true);
  }

  /// Reads no more until the next restart.
  void pause() {
    change(false);
  }

  /// There is room again: what was held back is read on.
  void roomMade() {
    synchronized (monitor) {
      room = true;
      monitor.notifyAll();
      if (current != null) {
        current.wakeup();
      }
    }
  }

  boolean isReading() {
    return reading;
  }

  @Override
  public void close() {
    synchronized (monitor) {
      closed = true;
      change(false);
    }
    try {
      thread.join(3_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void change(boolean on) {
    synchronized (monitor) {
      generation++;
      wanted = on;
      reading = false;
      monitor.notifyAll();
      if (current != null) {
        current.wakeup();
      }
    }
  }

  private void run() {
    long failures = 0;
    while (true) {
      long mine = awaitWanted();
      if (mine < 0) {
        return;
      }
      try (RecordReader<T> reader = work.open()) {
        failures = 0;
        read(reader, mine);
      } catch (KafkaUnreachableException | RuntimeException e) {
        if (failures++ % 20 == 0) {
          LOG.warn("{}: {}", thread.getName(), e.toString());
        }
        rest(mine, RETRY_MILLIS);
      } finally {
        synchronized (monitor) {
          current = null;
          reading = false;
        }
      }
    }
  }

  private void read(RecordReader<T> reader, long mine) throws KafkaUnreachableException {
    Still still = () -> isCurrent(mine);
    synchronized (monitor) {
      if (generation != mine) {
        return;
      }
      current = reader;
      reading = true;
    }
    work.opened(reader, still);
    while (isCurrent(mine)) {
      long rest = work.restMillis();
      if (rest > 0) {
        rest(mine, rest);
      }
      if (!work.mayRead(reader)) {
        awaitRoom(mine);
        continue;
      }
      try {
        List<Received<T>> records = reader.poll(POLL);
        if (!records.isEmpty()) {
          work.received(records, still);
        }
      } catch (PositionLostException gone) {
        if (!work.positionLost(reader, gone, still)) {
          stopReading(mine);
        }
        return;
      }
    }
  }

  private boolean isCurrent(long mine) {
    synchronized (monitor) {
      return generation == mine && !closed;
    }
  }

  private void stopReading(long mine) {
    synchronized (monitor) {
      if (generation == mine) {
        wanted = false;
      }
    }
  }

  /// The generation to read for; negative when closed.
  private long awaitWanted() {
    synchronized (monitor) {
      waitUntil(() -> wanted, NO_END);
      return closed ? -1 : generation;
    }
  }

  private void rest(long mine, long millis) {
    synchronized (monitor) {
      waitUntil(() -> generation != mine, millis);
    }
  }

  private void awaitRoom(long mine) {
    synchronized (monitor) {
      waitUntil(() -> room || generation != mine, NO_END);
      room = false;
    }
  }

  /// With the monitor held.
  private void waitUntil(BooleanSupplier done, long millis) {
    long end = System.nanoTime() / 1_000_000 + millis;
    try {
      while (!closed && !done.getAsBoolean()) {
        long left = millis == NO_END ? 0 : end - System.nanoTime() / 1_000_000;
        if (millis != NO_END && left <= 0) {
          return;
        }
        monitor.wait(left);
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }
}
