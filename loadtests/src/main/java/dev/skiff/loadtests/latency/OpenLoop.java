package dev.skiff.loadtests.latency;

import dev.skiff.loadtests.client.JobAnswer;
import dev.skiff.loadtests.client.JobClient;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Submits at a steady rate whether or not answers come, and measures each from the moment at which
/// it should have been sent: whoever stands in a queue because others are slow has waited, too (Gil
/// Tene's "coordinated omission").
final class OpenLoop {
  /// Up to a minute, in microseconds, to three digits.
  private static final long LONGEST = 60_000_000;

  private final JobClient client;
  private final Buffer manifest;
  private final long nanosBetween;
  private final Measured measured = new Measured();
  private final AtomicLong underWay = new AtomicLong();

  OpenLoop(JobClient client, Buffer manifest, int rate) {
    this.client = client;
    this.manifest = manifest;
    this.nanosBetween = 1_000_000_000L / rate;
  }

  /// Times in microseconds.
  static final class Measured {
    private final Histogram answers = new Histogram(LONGEST, 3);
    private final Histogram writes = new Histogram(LONGEST, 3);
    private final Histogram logs = new Histogram(LONGEST, 3);
    private final Histogram lateness = new Histogram(LONGEST, 3);
    private long failed;
    private long refused;

    private synchronized void answer(long micros, JobAnswer answer) {
      if (!answer.isCreated()) {
        refused++;
        return;
      }
      answers.recordValue(Math.clamp(micros, 0, LONGEST));
      ServerTiming timing = ServerTiming.parse(answer.serverTiming());
      timing.micros("write").ifPresent(write -> writes.recordValue(Math.min(write, LONGEST)));
      timing.micros("log").ifPresent(log -> logs.recordValue(Math.min(log, LONGEST)));
    }

    private synchronized void failure(@Nullable Throwable why) {
      if (failed++ == 0) {
        System.err.println("a submit failed: " + why);
      }
    }

    private synchronized void sent(long microsLate) {
      lateness.recordValue(Math.clamp(microsLate, 0, LONGEST));
    }

    /// From the moment at which it should have been sent to its answer, 201 only.
    synchronized Histogram answers() {
      return answers.copy();
    }

    /// What the gateway waited for Kafka to have the request.
    synchronized Histogram writes() {
      return writes.copy();
    }

    /// What the gateway waited from then on for the outcome.
    synchronized Histogram logs() {
      return logs.copy();
    }

    /// How late requests were sent.
    synchronized Histogram lateness() {
      return lateness.copy();
    }

    /// Without any answer.
    synchronized long failed() {
      return failed;
    }

    /// Answered with something else than 201.
    synchronized long refused() {
      return refused;
    }
  }

  /// Submits for so long.
  ///
  /// @param count whether it is measured
  void run(long seconds, boolean count) {
    long began = System.nanoTime();
    long requests = seconds * 1_000_000_000L / nanosBetween;
    for (long i = 0; i < requests; i++) {
      long intended = began + i * nanosBetween;
      long wait = intended - System.nanoTime();
      while (wait > 0) {
        LockSupport.parkNanos(wait);
        wait = intended - System.nanoTime();
      }
      send(intended, count);
    }
  }

  private void send(long intended, boolean count) {
    if (count) {
      measured.sent((System.nanoTime() - intended) / 1_000);
    }
    underWay.incrementAndGet();
    client
        .submit(manifest, null)
        .onComplete(
            answer -> {
              underWay.decrementAndGet();
              if (count) {
                measured.answer((System.nanoTime() - intended) / 1_000, answer);
              }
            },
            failure -> {
              underWay.decrementAndGet();
              if (count) {
                measured.failure(failure);
              }
            });
  }

  /// Requests without an answer yet.
  long underWay() {
    return underWay.get();
  }

  Measured measured() {
    return measured;
  }
}
