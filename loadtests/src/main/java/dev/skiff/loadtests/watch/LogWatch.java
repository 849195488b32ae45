package dev.skiff.loadtests.watch;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.core.log.LogFold;
import dev.skiff.core.log.Verdict;
import dev.skiff.kafka.Feed;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Tails the logs of all cells from their beginning, and tells a listener what counts.
public final class LogWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  /// Times are told by the records themselves, so whoever watches need not take the CPU's time for
  /// every one of them.
  private static final Duration PACE = Duration.ofMillis(50);

  private final RecordReader<LogRecord> reader;
  private final Map<Integer, LogFold> folds = new HashMap<>();
  private final LogListener listener;
  private final Thread thread;
  private volatile boolean closing;
  private volatile @Nullable Throwable fault;

  private LogWatch(RecordReader<LogRecord> reader, int cells, LogListener listener) {
    this.reader = reader;
    this.listener = listener;
    for (int cell = 0; cell < cells; cell++) {
      folds.put(cell, new LogFold(LogPosition.START));
    }
    this.thread = Thread.ofPlatform().name("log-watch").unstarted(this::run);
  }

  public static LogWatch start(KafkaSettings settings, LogListener listener)
      throws KafkaUnreachableException {
    List<Feed<LogRecord>> feeds = new ArrayList<>();
    int cells = settings.topics().cells();
    for (int cell = 0; cell < cells; cell++) {
      feeds.add(Lane.log(settings.topics(), new CellId(cell)).fromBeginning());
    }
    LogWatch watch =
        new LogWatch(
            RecordReader.open(settings, ReaderTuning.defaults(), null, feeds), cells, listener);
    watch.thread.start();
    return watch;
  }

  /// Why it reads no more; null while it does.
  public @Nullable Throwable fault() {
    return fault;
  }

  private void run() {
    try (reader) {
      while (!closing) {
        reader.poll(POLL).forEach(this::take);
        LockSupport.parkNanos(PACE.toNanos());
      }
    } catch (PositionLostException | RuntimeException e) {
      fault = e;
    }
  }

  private void take(Received<LogRecord> received) {
    LogFold fold = folds.get(received.partition().partition());
    if (fold == null) {
      throw new IllegalStateException("a log that is not watched: " + received.partition());
    }
    if (!(received.decoded() instanceof Decoded.Ok<?>(LogRecord record))) {
      fold.skip(received.offset());
      return;
    }
    CellId cell = new CellId(received.partition().partition());
    switch (fold.read(received.offset(), record)) {
      case Verdict.Claimed(LogRecord.Claim claim) ->
          listener.claimed(cell, received.offset(), received.appendedMillis(), claim);
      case Verdict.Counted(LogRecord.Transition transition) ->
          listener.counted(cell, received.offset(), received.appendedMillis(), transition);
      case Verdict.Voided _ -> {}
    }
  }

  @Override
  public void close() {
    closing = true;
    reader.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
