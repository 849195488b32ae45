package dev.skiff.loadtests.faults;

import dev.skiff.loadtests.client.JobClient;
import dev.skiff.loadtests.client.Manifests;
import dev.skiff.loadtests.client.SteadySubmitter;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Jobs at a steady rate, in a thread of its own, that come and go. When too many are unanswered,
/// some are left out: the next ones count.
final class SteadyLoad implements AutoCloseable {
  private static final int AT_ONCE = 1_000;

  private final SteadySubmitter submitter;
  private final Buffer manifest;
  private final long nanosBetween;
  private final Writer acknowledged;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong leftOut = new AtomicLong();
  private final Thread thread = Thread.ofPlatform().name("load").unstarted(this::run);
  private volatile boolean stopping;

  private SteadyLoad(JobClient client, Path acknowledged, int rate, int perJob, int lifeSeconds)
      throws IOException {
    this.acknowledged = Files.newBufferedWriter(acknowledged);
    this.submitter = new SteadySubmitter(client, AT_ONCE, this::answered);
    this.manifest =
        Manifests.job(perJob, Manifests.Size.TINY, "sleep " + lifeSeconds, 2 * lifeSeconds);
    this.nanosBetween = 1_000_000_000L * perJob / rate;
  }

  /// @param acknowledged file for the ids of the jobs that were answered with 201
  /// @param rate VMs a second
  /// @param perJob VMs of each job
  static SteadyLoad start(
      JobClient client, Path acknowledged, int rate, int perJob, int lifeSeconds)
      throws IOException {
    SteadyLoad load = new SteadyLoad(client, acknowledged, rate, perJob, lifeSeconds);
    load.thread.start();
    return load;
  }

  private void run() {
    long next = System.nanoTime();
    while (!stopping) {
      if (!submitter.trySubmit(manifest)) {
        leftOut.incrementAndGet();
      }
      next = Math.max(next + nanosBetween, System.nanoTime() - 10 * nanosBetween);
      while (System.nanoTime() - next < 0) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private synchronized void answered(String job) {
    answered.incrementAndGet();
    try {
      acknowledged.write(job + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Submits no more, and waits until all is answered.
  void stop() throws IOException, InterruptedException {
    stopping = true;
    thread.join();
    submitter.await();
  }

  long answered() {
    return answered.get();
  }

  /// Jobs that were not submitted because too many were unanswered.
  long leftOut() {
    return leftOut.get();
  }

  long repeats() {
    return submitter.repeats();
  }

  List<String> refusals() {
    return submitter.refusals();
  }

  @Override
  public synchronized void close() throws IOException {
    stopping = true;
    acknowledged.close();
  }
}
