package dev.skiff.scheduler.kafka;

import dev.skiff.contracts.log.LogRecord;
import dev.skiff.core.owner.CellLog.Appended;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriteCallback;
import dev.skiff.kafka.WriteFailedException;
import dev.skiff.kafka.WriterTuning;
import dev.skiff.kafka.Written;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Appends to a cell's log, one record at a time. The writer is opened at once, so that a claim
/// need not wait for it. After a failure the writer is given up and the next append gets a fresh
/// one, with a producer id of its own: what the old one was about to try again dies with it. (What
/// it has already sent may still land; readers know it for void.)
final class LogAppender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogAppender.class);

  /// Long enough for a broker to be restarted, short enough for an owner to notice that it is cut
  /// off.
  private static final Duration DELIVERY = Duration.ofSeconds(4);

  private static final Duration READY = Duration.ofSeconds(2);

  private final KafkaSettings settings;
  private final Lane<LogRecord> lane;
  private final Runnable wake;
  private final LongConsumer latency;
  private final AtomicReference<@Nullable Appended> result = new AtomicReference<>();
  private final AtomicReference<@Nullable RecordWriter> writer = new AtomicReference<>();
  private final ReentrantLock opening = new ReentrantLock();
  private boolean underWay;
  private volatile boolean closed;

  /// @param wake run when a result is there
  /// @param latency told the nanoseconds of each append that was acknowledged
  LogAppender(KafkaSettings settings, Lane<LogRecord> lane, Runnable wake, LongConsumer latency) {
    this.settings =
        settings.withClientId(settings.clientId() + "-log-" + lane.partition().partition());
    this.lane = lane;
    this.wake = wake;
    this.latency = latency;
    Thread.ofVirtual().name("skiff-log-writer").start(this::openAhead);
  }

  void append(LogRecord record) {
    if (underWay) {
      throw new IllegalStateException("an append is under way (expected: its result is taken)");
    }
    underWay = true;
    RecordWriter ready = writer.get();
    if (ready != null) {
      send(ready, record);
    } else {
      Thread.ofVirtual().name("skiff-log-writer").start(() -> openAndSend(record));
    }
  }

  @Nullable Appended takeAppended() {
    Appended taken = result.getAndSet(null);
    if (taken != null) {
      underWay = false;
    }
    return taken;
  }

  @Override
  public void close() {
    closed = true;
    abandon(writer.getAndSet(null));
  }

  private void openAhead() {
    try {
      RecordWriter _ = ready();
    } catch (KafkaUnreachableException | RuntimeException e) {
      LOG.debug("{} cannot be written yet: {}", lane.partition(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void openAndSend(LogRecord record) {
    try {
      send(ready(), record);
    } catch (KafkaUnreachableException | RuntimeException e) {
      finish(new Appended.Uncertain("no broker took it: " + e.getMessage()));
    } catch (InterruptedException e) {
      finish(new Appended.Uncertain("interrupted"));
    }
  }

  /// The writer; opens one if there is none. Whoever comes while one is being opened waits for it.
  private RecordWriter ready() throws KafkaUnreachableException, InterruptedException {
    opening.lockInterruptibly();
    RecordWriter unused = null;
    try {
      RecordWriter present = writer.get();
      if (present != null) {
        return present;
      }
      RecordWriter fresh =
          RecordWriter.open(settings, WriterTuning.defaults().withDeliveryTimeout(DELIVERY));
      unused = fresh;
      fresh.awaitReady(List.of(lane), READY);
      writer.set(fresh);
      unused = closed ? writer.getAndSet(null) : null;
      return fresh;
    } finally {
      opening.unlock();
      abandon(unused);
    }
  }

  private void send(RecordWriter to, LogRecord record) {
    long started = System.nanoTime();
    to.send(
        lane,
        null,
        record,
        new WriteCallback() {
          @Override
          public void written(Written where) {
            latency.accept(System.nanoTime() - started);
            finish(new Appended.At(where.offset()));
          }

          @Override
          public void failed(WriteFailedException failure) {
            if (writer.compareAndSet(to, null)) {
              abandon(to);
            }
            finish(new Appended.Uncertain(String.valueOf(failure.getMessage())));
          }
        });
  }

  private void finish(Appended appended) {
    result.set(appended);
    wake.run();
  }

  /// On a thread of its own: a producer cannot be closed by its own network thread in peace.
  private static void abandon(@Nullable RecordWriter given) {
    if (given != null) {
      Thread.ofVirtual().name("skiff-log-abandon").start(given::abandon);
    }
  }
}
