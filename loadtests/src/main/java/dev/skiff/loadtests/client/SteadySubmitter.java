package dev.skiff.loadtests.client;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Submits jobs, each until it is known to be taken: no answer, "not now" and "unknown" are
/// answered by asking again with the same key. So many are under way at a time, no more.
public final class SteadySubmitter {
  private static final long PAUSE_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final JobClient client;
  private final int atOnce;
  private final Semaphore room;
  private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
  private final AtomicLong repeats = new AtomicLong();
  private final Consumer<String> acknowledged;

  /// @param acknowledged told the id of each job that was answered with 201; on the event loop
  public SteadySubmitter(JobClient client, int atOnce, Consumer<String> acknowledged) {
    this.client = client;
    this.atOnce = atOnce;
    this.room = new Semaphore(atOnce);
    this.acknowledged = acknowledged;
  }

  /// Submits one; waits while too many are under way.
  public void submit(Buffer manifest) throws InterruptedException {
    room.acquire();
    attempt(manifest, UUID.randomUUID().toString());
  }

  /// Submits one if not too many are under way.
  public boolean trySubmit(Buffer manifest) {
    boolean taken = room.tryAcquire();
    if (taken) {
      attempt(manifest, UUID.randomUUID().toString());
    }
    return taken;
  }

  private void attempt(Buffer manifest, String key) {
    client
        .submit(manifest, key)
        .onComplete(
            answer -> {
              if (answer.isToRepeat()) {
                again(manifest, key);
                return;
              }
              if (answer.isCreated() || answer.status() == 200) {
                acknowledged.accept(answer.job());
              } else {
                refused.add(answer.status() + " " + answer.body());
              }
              room.release();
            },
            _ -> again(manifest, key));
  }

  private void again(Buffer manifest, String key) {
    repeats.incrementAndGet();
    client.later(PAUSE_MILLIS, () -> attempt(manifest, key));
  }

  /// Waits until all are answered.
  ///
  /// @throws IOException when some are not, after ten minutes
  public void await() throws IOException, InterruptedException {
    if (!room.tryAcquire(atOnce, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException(
          "%d submits are not answered after %s"
              .formatted(atOnce - room.availablePermits(), PATIENCE));
    }
    room.release(atOnce);
  }

  /// How often a job was submitted again.
  public long repeats() {
    return repeats.get();
  }

  /// Answers that no repetition makes better.
  public List<String> refusals() {
    return List.copyOf(refused);
  }
}
