package dev.skiff.scheduler;

import static org.awaitility.Awaitility.await;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.core.log.LogFold;
import dev.skiff.core.log.Verdict;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriteFailedException;
import dev.skiff.kafka.WriterTuning;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// A gateway in miniature: writes requests, and reads the log as every reader must.
final class CellWatcher implements AutoCloseable {
  private static final long FAR = 4_102_444_800_000_000L;

  private final KafkaSettings settings;
  private final CellId cell;
  private final RecordWriter writer;
  private final Thread thread;
  private final Map<Long, Long> outcomeOffsets = new ConcurrentHashMap<>();
  private final Map<Long, CellEvent.Outcome> outcomes = new ConcurrentHashMap<>();
  private final List<CellEvent> events = new CopyOnWriteArrayList<>();
  private final List<String> claims = new CopyOnWriteArrayList<>();
  private final List<Long> claimedAtNanos = new CopyOnWriteArrayList<>();
  private final AtomicLong voided = new AtomicLong();
  private volatile boolean closed;

  CellWatcher(KafkaSettings settings, CellId cell) throws Exception {
    this.settings = settings.withClientId("watcher");
    this.cell = cell;
    this.writer =
        RecordWriter.open(
            this.settings, WriterTuning.defaults().withDeliveryTimeout(Duration.ofSeconds(60)));
    writer.awaitReady(List.of(Lane.requests(settings.topics(), cell)), Duration.ofSeconds(10));
    RecordReader<LogRecord> log =
        RecordReader.open(
            this.settings,
            ReaderTuning.defaults(),
            null,
            List.of(Lane.log(settings.topics(), cell).at(0)));
    this.thread = Thread.ofPlatform().name("watcher").start(() -> run(log));
  }

  /// Writes a request; while the brokers are away it tries again, as a client of the gateway would.
  ///
  /// @return the request's offset
  long request(Request request) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      try {
        return writer.send(Lane.requests(settings.topics(), cell), null, request).join().offset();
      } catch (CompletionException e) {
        boolean again =
            e.getCause() instanceof WriteFailedException failure
                && failure.fate() == WriteFailedException.Fate.NOT_WRITTEN
                && giveUp - System.nanoTime() > 0;
        if (!again) {
          throw e;
        }
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
  }

  JobId submit(int count) {
    JobId job = JobId.random(cell, RandomGenerator.getDefault());
    request(job(job, count));
    return job;
  }

  static Request job(JobId job, int count) {
    VmSpec vm =
        new VmSpec(
            "skiff/busybox",
            List.of("true"),
            Map.of(),
            null,
            null,
            false,
            false,
            new Resources(100, 64, 0, 1));
    return new Request.SubmitJob(job, JobSpec.of(count, vm), false, true, null, 1, FAR);
  }

  CellEvent.Outcome awaitOutcome(long request) {
    CellEvent.Outcome outcome =
        await().atMost(Duration.ofSeconds(30)).until(() -> outcomes.get(request), o -> o != null);
    return Objects.requireNonNull(outcome);
  }

  /// The log offset of a request's outcome; -1 while there is none.
  long outcomeOffset(long request) {
    return outcomeOffsets.getOrDefault(request, -1L);
  }

  /// Of Transitions that count, in order.
  List<CellEvent> events() {
    return events;
  }

  /// Schedulers whose claims counted, in order.
  List<String> claims() {
    return claims;
  }

  List<Long> claimedAtNanos() {
    return claimedAtNanos;
  }

  /// Records that did not count.
  long voided() {
    return voided.get();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.close();
  }

  private void run(RecordReader<LogRecord> log) {
    LogFold fold = new LogFold(LogPosition.START);
    try (log) {
      while (!closed) {
        for (Received<LogRecord> received : log.poll(Duration.ofMillis(50))) {
          if (received.decoded() instanceof Decoded.Ok<? extends LogRecord>(LogRecord record)) {
            note(received.offset(), fold.read(received.offset(), record));
          } else {
            fold.skip(received.offset());
          }
        }
      }
    } catch (PositionLostException e) {
      throw new IllegalStateException(e);
    }
  }

  private void note(long offset, Verdict verdict) {
    switch (verdict) {
      case Verdict.Claimed claimed -> {
        claimedAtNanos.add(System.nanoTime());
        claims.add(claimed.claim().scheduler());
      }
      case Verdict.Counted counted -> {
        for (CellEvent event : counted.transition().events()) {
          events.add(event);
          if (event instanceof CellEvent.Outcome outcome) {
            outcomeOffsets.put(outcome.request(), offset);
            if (outcomes.put(outcome.request(), outcome) != null) {
              throw new IllegalStateException("two outcomes for request " + outcome.request());
            }
          }
        }
      }
      case Verdict.Voided _ -> voided.incrementAndGet();
    }
  }
}
