package dev.skiff.gateway.tail;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.core.log.LogFold;
import dev.skiff.core.log.Verdict;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one cell's log on a thread of its own. Only what the fold counts is acted on: a record
/// of a scheduler that has been replaced answers nobody. When the log is not where it was, it is
/// read anew from the newest checkpoint.
public final class LogTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration ANSWER = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofMillis(500);

  private final KafkaSettings settings;
  private final CellId cell;
  private final Lane<LogRecord> lane;
  private final Watches watches;
  private final Outcomes outcomes = new Outcomes();
  private final Thread thread;
  private volatile TailStatus status = TailStatus.STARTING;

  /// Where the log ended at the last look; on the tail's thread only.
  private long endSeen = Long.MAX_VALUE;

  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable RecordReader<LogRecord> reading;

  LogTail(KafkaSettings settings, CellId cell, Watches watches) {
    this.settings = settings;
    this.cell = cell;
    this.lane = Lane.log(settings.topics(), cell);
    this.watches = watches;
    this.thread = Thread.ofPlatform().name("log-tail-" + cell).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Completes the waiter when the log holds the outcome of the request at this offset. A request
  /// has one waiter; whoever stops waiting says so by [#forget].
  public void await(long request, CompletableFuture<Settled> waiter) {
    outcomes.await(request, waiter);
  }

  public void forget(long request) {
    outcomes.forget(request);
  }

  public TailStatus status() {
    return status;
  }

  public int waiters() {
    return outcomes.waiters();
  }

  public CellId cell() {
    return cell;
  }

  private void run() {
    while (!isClosed()) {
      try {
        follow();
      } catch (KafkaUnreachableException e) {
        status = TailStatus.unreachable(status, String.valueOf(e.getMessage()));
      } catch (PositionLostException e) {
        LOG.warn("log of cell {} is read anew: {}", cell, e.getMessage());
        status = TailStatus.unreachable(status, String.valueOf(e.getMessage()));
      } catch (TooOldException e) {
        LOG.error("log of cell {} holds {}, which this gateway must not skip", cell, e.type());
        status = TailStatus.unreachable(status, "this gateway is too old to read " + e.type());
        return;
      } catch (RuntimeException e) {
        LOG.error("log of cell {} is read anew after a fault", cell, e);
        status = TailStatus.unreachable(status, String.valueOf(e.getMessage()));
      }
      pause();
    }
  }

  private boolean isClosed() {
    return closing.getCount() == 0;
  }

  private void follow() throws KafkaUnreachableException, PositionLostException, TooOldException {
    ReaderTuning tuning = ReaderTuning.defaults().withFetchWait(POLL);
    try (RecordReader<LogRecord> reader =
        RecordReader.open(settings, tuning, null, List.of(lane.fromBeginning()))) {
      Optional<LogPosition> start =
          StartPosition.find(
              settings,
              tuning,
              Lane.checkpoints(settings.topics(), cell),
              reader.beginningOffset(lane, ANSWER),
              reader.endOffset(lane, ANSWER));
      if (start.isEmpty()) {
        status =
            TailStatus.unreachable(
                status, "the log's beginning is gone and there is no checkpoint to start from");
        return;
      }
      reading = reader;
      outcomes.startOver();
      endSeen = Long.MAX_VALUE;
      LogFold fold = new LogFold(start.get());
      reader.seek(lane, fold.position().next());
      LOG.info("following the log of cell {} from offset {}", cell, fold.position().next());
      long lookAt = System.nanoTime();
      while (!isClosed()) {
        if (System.nanoTime() - lookAt >= 0) {
          look(reader, fold);
          lookAt = System.nanoTime() + LOOK_EVERY.toNanos();
        }
        for (Received<LogRecord> received : reader.poll(POLL)) {
          take(fold, received);
        }
      }
    } finally {
      reading = null;
    }
  }

  private void take(LogFold fold, Received<LogRecord> received) throws TooOldException {
    switch (received.decoded()) {
      case Decoded.Ok<? extends LogRecord>(LogRecord record) ->
          take(received.offset(), fold.read(received.offset(), record));
      case Decoded.Skipped<? extends LogRecord> _, Decoded.Refused<? extends LogRecord> _ ->
          fold.skip(received.offset());
      case Decoded.TooNew<? extends LogRecord>(String type) -> throw new TooOldException(type);
    }
  }

  private void take(long offset, Verdict verdict) {
    switch (verdict) {
      case Verdict.Counted(LogRecord.Transition transition) ->
          TransitionReader.read(offset, transition, outcomes, watches);
      case Verdict.Claimed(LogRecord.Claim claim) ->
          LOG.info("cell {} is owned by {} since offset {}", cell, claim.scheduler(), offset);
      case Verdict.Voided(String reason) ->
          LOG.debug("record {} of cell {} is void: {}", offset, cell, reason);
    }
  }

  /// Asks the brokers how far the log goes: tells readiness, and shows within a second or two when
  /// they are gone.
  private void look(RecordReader<LogRecord> reader, LogFold fold) {
    long position = fold.position().next();
    try {
      long end = reader.endOffset(lane, ANSWER);
      long lag = Math.max(0, end - position);
      if (end < position) {
        throw new LogShrankException(cell, position, end);
      }
      // An owner's keep-alives keep the end moving, so what was the end a look ago counts as well.
      boolean caughtUp =
          position >= Math.min(end, endSeen) || (status.caughtUp() && lag < Outcomes.REMEMBERED);
      endSeen = end;
      status = new TailStatus(true, caughtUp, lag, position, "at offset " + position);
    } catch (KafkaUnreachableException e) {
      status = TailStatus.unreachable(status, String.valueOf(e.getMessage()));
    }
  }

  private void pause() {
    try {
      boolean over = closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
      LOG.trace("cell {}: {}", cell, over ? "closing" : "trying again");
    } catch (InterruptedException e) {
      closing.countDown();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    RecordReader<LogRecord> reader = reading;
    if (reader != null) {
      reader.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The log ends before what was read of it.
  private static final class LogShrankException extends RuntimeException {
    LogShrankException(CellId cell, long position, long end) {
      super(
          "the log of cell %s ends at %d, below %d, which was read".formatted(cell, end, position));
    }
  }

  /// A record that must not be skipped is of a type that is unknown here.
  private static final class TooOldException extends Exception {
    private final String type;

    TooOldException(String type) {
      super(type);
      this.type = type;
    }

    String type() {
      return type;
    }
  }
}
