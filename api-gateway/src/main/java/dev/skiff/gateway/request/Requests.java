package dev.skiff.gateway.request;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.wire.RecordTooLargeException;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.tail.LogTail;
import dev.skiff.gateway.tail.LogTails;
import dev.skiff.gateway.tail.Settled;
import dev.skiff.gateway.tail.TailStatus;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriteFailedException;
import dev.skiff.kafka.WriteFailedException.Fate;
import dev.skiff.kafka.WriterTuning;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what people want to `skiff.requests` and waits until the cell's log says how it ended.
/// Blocks its caller: for virtual threads.
///
/// Says which of three things is the case when there is no outcome: nothing was accepted, or too
/// many wait already (also nothing accepted), or nobody knows.
public final class Requests implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
  private static final Duration DELIVERY = Duration.ofSeconds(3);
  private static final int RETRY_SECONDS = 1;

  /// Waited beyond `notAfter`, so that a refusal for being late is still seen.
  private static final Duration GRACE = Duration.ofMillis(500);

  private final KafkaSettings settings;
  private final LogTails tails;
  private final RecordWriter writer;
  private final Duration patience;
  private final Semaphore places;
  private final int mostWaiting;
  private final Thread warmUp;

  /// @param patience after this a request must not be carried out any more
  /// @param mostWaiting requests that may wait at the same time
  public Requests(
      KafkaSettings settings, LogTails tails, Duration linger, Duration patience, int mostWaiting) {
    this.settings = settings;
    this.tails = tails;
    this.patience = patience;
    this.mostWaiting = mostWaiting;
    this.places = new Semaphore(mostWaiting);
    this.writer =
        RecordWriter.open(
            settings, WriterTuning.defaults().withLinger(linger).withDeliveryTimeout(DELIVERY));
    this.warmUp = Thread.ofVirtual().name("requests-warm-up").start(this::findBrokers);
  }

  /// A writer takes nothing before it has heard from the brokers once.
  private void findBrokers() {
    List<Lane<Request>> lanes =
        tails.all().stream().map(tail -> Lane.requests(settings.topics(), tail.cell())).toList();
    boolean found = false;
    while (!found) {
      try {
        writer.awaitReady(lanes, DELIVERY);
        found = true;
      } catch (KafkaUnreachableException e) {
        LOG.debug("still looking for the brokers", e);
      } catch (InterruptedException closed) {
        return;
      }
    }
  }

  /// Takes a place among those who wait for outcomes, for one request or for several in turn that
  /// have one deadline together. The caller closes it.
  ///
  /// @param now microseconds since the epoch
  /// @throws Problem when all places are taken
  public Turn begin(long now) {
    if (!places.tryAcquire()) {
      throw Problem.of(
              ProblemCode.TOO_MANY_WAITING,
              "%d requests wait for their outcome; nothing was accepted: try again"
                  .formatted(mostWaiting))
          .retryAfter(RETRY_SECONDS);
    }
    return new Turn(now);
  }

  /// Asks a cell for one thing.
  ///
  /// @param request made with its `notAfter`, microseconds since the epoch
  /// @param now microseconds since the epoch
  /// @throws Problem when there is no outcome
  public Answered ask(CellId cell, long now, LongFunction<Request> request)
      throws InterruptedException {
    try (Turn turn = begin(now)) {
      return turn.ask(cell, request.apply(turn.notAfter()));
    }
  }

  /// A place among those who wait, and a deadline.
  public final class Turn implements AutoCloseable {
    private final long start = System.nanoTime();
    private final long notAfter;

    private Turn(long now) {
      this.notAfter = now + patience.toNanos() / 1000;
    }

    /// Of every request of this turn, microseconds since the epoch.
    public long notAfter() {
      return notAfter;
    }

    private long left(Duration beyond) {
      return patience.plus(beyond).toNanos() - (System.nanoTime() - start);
    }

    /// @throws Problem when there is no outcome
    public Answered ask(CellId cell, Request request) throws InterruptedException {
      LogTail tail = tails.of(cell);
      TailStatus status = tail.status();
      if (!status.reachable()) {
        throw unreachable(status.detail());
      }
      if (left(Duration.ZERO) <= 0) {
        throw Problem.of(
                ProblemCode.EXPIRED,
                "%d ms were over before cell %s was asked: nothing was done; try again"
                    .formatted(patience.toMillis(), cell))
            .retryAfter(RETRY_SECONDS);
      }
      return askAndWait(tail, request, this);
    }

    @Override
    public void close() {
      places.release();
    }
  }

  /// How many requests wait for an outcome now.
  public int waiting() {
    return mostWaiting - places.availablePermits();
  }

  private Answered askAndWait(LogTail tail, Request request, Turn turn)
      throws InterruptedException {
    Pending pending = new Pending(tail);
    writer.send(Lane.requests(settings.topics(), tail.cell()), null, request, pending);
    try {
      Settled settled = pending.outcome().get(turn.left(GRACE), TimeUnit.NANOSECONDS);
      return pending.answered(settled);
    } catch (TimeoutException e) {
      throw unknown(
          pending.isWritten()
              ? "no scheduler has decided within " + patience.toMillis() + " ms"
              : "the brokers have not confirmed it within " + patience.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw refused(e.getCause());
    } finally {
      pending.forget();
    }
  }

  private static Problem refused(@Nullable Throwable cause) {
    if (cause instanceof WriteFailedException failed) {
      if (failed.getCause() instanceof RecordTooLargeException tooLarge) {
        return Problem.of(ProblemCode.BODY_TOO_LARGE, String.valueOf(tooLarge.getMessage()));
      }
      return failed.fate() == Fate.NOT_WRITTEN
          ? unreachable(String.valueOf(failed.getMessage()))
          : unknown(String.valueOf(failed.getMessage()));
    }
    return unknown(cause == null ? "the write failed" : String.valueOf(cause.getMessage()));
  }

  private static Problem unreachable(String why) {
    return Problem.of(ProblemCode.KAFKA_UNREACHABLE, "Nothing was accepted: " + why + "; try again")
        .retryAfter(RETRY_SECONDS);
  }

  private static Problem unknown(String why) {
    return Problem.of(
            ProblemCode.OUTCOME_UNKNOWN,
            "It may or may not have been accepted: %s; ask again with the same Idempotency-Key"
                .formatted(why))
        .retryAfter(RETRY_SECONDS);
  }

  @Override
  public void close() {
    warmUp.interrupt();
    writer.close();
  }
}
