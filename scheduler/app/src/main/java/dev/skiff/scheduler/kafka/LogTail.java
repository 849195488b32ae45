package dev.skiff.scheduler.kafka;

import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.core.owner.CellLog.Entry;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PoisonSink;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a cell's log from a position on, ahead of its worker, on a thread of its own.
final class LogTail implements EndOffsets.Watcher, AutoCloseable {
  private static final int MOST_ENTRIES = 8_192;
  private static final long MOST_BYTES = 8L * 1024 * 1024;
  private static final long SECOND = 1_000_000_000;
  private static final int HANDED_OUT_AT_ONCE = 1_024;

  /// While what comes is known, it is enough to look for what others write this often.
  private static final long RELAXED_MILLIS = 20;

  private static final long RELAXED_FOR = SECOND / 10;

  private final KafkaSettings settings;
  private final Lane<LogRecord> lane;
  private final PoisonSink poison;
  private final Runnable wake;
  private final ReaderThread<LogRecord> thread;
  private final ReadProof proof = new ReadProof();

  private final ReadAhead<Entry> ahead = new ReadAhead<>(MOST_ENTRIES, MOST_BYTES);
  private long readTo;
  private long knownTo;
  private long knownAtNanos = System.nanoTime() - SECOND;
  private long handedOut;
  private long lastEnd;
  private long wantedAtNanos = System.nanoTime();
  private boolean lost;

  LogTail(KafkaSettings settings, Lane<LogRecord> lane, PoisonSink poison, Runnable wake) {
    this.settings =
        settings.withClientId(settings.clientId() + "-tail-" + lane.partition().partition());
    this.lane = lane;
    this.poison = poison;
    this.wake = wake;
    this.thread = new ReaderThread<>("skiff-log-" + lane.partition().partition(), new Work());
  }

  synchronized void seek(long next) {
    ahead.clear();
    readTo = next;
    handedOut = next;
    knownTo = next;
    lost = false;
    proof.reset();
    thread.restart();
  }

  synchronized List<Entry> poll() {
    if (ahead.isEmpty()) {
      return List.of();
    }
    List<Entry> entries = ahead.head(HANDED_OUT_AT_ONCE);
    boolean wasFull = ahead.isFull();
    ahead.drop(entries.size());
    handedOut = entries.getLast().offset() + 1;
    if (wasFull) {
      thread.roomMade();
    }
    return entries;
  }

  synchronized void known(long next) {
    knownTo = next;
    knownAtNanos = System.nanoTime();
    ahead.dropWhile(entry -> entry.offset() < next);
    handedOut = Math.max(handedOut, next);
  }

  synchronized long readThrough() {
    wantedAtNanos = System.nanoTime();
    return proof.through(handedOut);
  }

  synchronized boolean lostData() {
    return lost;
  }

  /// Records that were in the log when last asked and have not been handed out.
  synchronized long lag() {
    return Math.max(0, lastEnd - handedOut);
  }

  @Override
  public Lane<?> lane() {
    return lane;
  }

  @Override
  public synchronized long position() {
    return thread.isReading() && !lost ? readTo : -1;
  }

  /// Whoever considers a claim wants a fresh proof; an owner only wants to know that its log is
  /// still there.
  @Override
  public synchronized long everyNanos() {
    return System.nanoTime() - wantedAtNanos < SECOND ? SECOND / 5 : SECOND;
  }

  @Override
  public synchronized void ended(long position, long askedAt, long end) {
    lastEnd = end;
    if (end < position && readTo >= position) {
      lost = true;
    } else {
      proof.asked(askedAt, end);
    }
    wake.run();
  }

  @Override
  public void close() {
    thread.close();
  }

  private final class Work implements ReaderThread.Work<LogRecord> {
    @Override
    public RecordReader<LogRecord> open() throws KafkaUnreachableException {
      long from;
      synchronized (LogTail.this) {
        from = readTo;
      }
      return RecordReader.open(settings, ReaderTuning.defaults(), poison, List.of(lane.at(from)));
    }

    @Override
    public long restMillis() {
      synchronized (LogTail.this) {
        return System.nanoTime() - knownAtNanos < RELAXED_FOR ? RELAXED_MILLIS : 0;
      }
    }

    @Override
    public boolean mayRead(RecordReader<LogRecord> reader) {
      synchronized (LogTail.this) {
        if (knownTo > readTo) {
          readTo = knownTo;
          reader.seek(lane, readTo);
        }
        return !ahead.isFull() && !lost;
      }
    }

    @Override
    public void received(List<Received<LogRecord>> records, ReaderThread.Still still) {
      synchronized (LogTail.this) {
        if (!still.current()) {
          return;
        }
        for (Received<LogRecord> received : records) {
          readTo = received.offset() + 1;
          if (received.offset() >= knownTo) {
            ahead.add(entry(received), Math.max(0, received.bytes()));
          }
        }
      }
      wake.run();
    }

    @Override
    public boolean positionLost(
        RecordReader<LogRecord> reader, PositionLostException gone, ReaderThread.Still still) {
      synchronized (LogTail.this) {
        if (still.current()) {
          lost = true;
        }
      }
      wake.run();
      return false;
    }
  }

  private static Entry entry(Received<LogRecord> received) {
    @Nullable LogRecord record =
        received.decoded() instanceof Decoded.Ok<? extends LogRecord>(LogRecord read) ? read : null;
    @Nullable String tooNew =
        received.decoded() instanceof Decoded.TooNew<? extends LogRecord>(String type)
            ? type
            : null;
    return new Entry(received.offset(), record, tooNew);
  }
}
