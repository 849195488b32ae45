package dev.skiff.gateway.view;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.state.Job;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.tail.LogTails;
import dev.skiff.gateway.tail.Watch;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// Waits for a job or VM to become something, woken by the log rather than by a clock. Blocks: for
/// virtual threads.
public final class Waiting {
  /// A look without a wake-up, in case that the log is not being followed.
  private static final long LOOK_ANYWAY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long CATCH_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Lookup lookup;
  private final ViewOffsets offsets;
  private final LogTails tails;
  private final Semaphore places;
  private final int mostWaiting;

  /// @param mostWaiting waits at the same time
  public Waiting(Lookup lookup, ViewOffsets offsets, LogTails tails, int mostWaiting) {
    this.lookup = lookup;
    this.offsets = offsets;
    this.tails = tails;
    this.mostWaiting = mostWaiting;
    this.places = new Semaphore(mostWaiting);
  }

  /// The job as soon as it is what is wanted, or as it is when the time is over.
  ///
  /// @throws Problem when it is gone, or when too many wait
  public Seen<Job> forJob(JobId id, Predicate<Job> wanted, Duration atMost)
      throws InterruptedException {
    return wait(
        () -> tails.watches().job(id),
        () -> lookup.job(id),
        job -> wanted.test(job.entity()),
        Seen::logOffset,
        id.cell(),
        atMost);
  }

  /// The VM as soon as it is what is wanted, or as it is when the time is over.
  ///
  /// @throws Problem when it is gone, or when too many wait
  public VmWithJob forVm(VmId id, Predicate<VmWithJob> wanted, Duration atMost)
      throws InterruptedException {
    return wait(
        () -> tails.watches().vm(id),
        () -> lookup.vm(id),
        wanted,
        vm -> vm.vm().logOffset(),
        id.job().cell(),
        atMost);
  }

  private <T> T wait(
      Watcher watcher,
      Look<T> look,
      Predicate<T> wanted,
      ToLongFunction<T> offset,
      CellId cell,
      Duration atMost)
      throws InterruptedException {
    if (!places.tryAcquire()) {
      throw Problem.of(
              ProblemCode.TOO_MANY_WAITING, mostWaiting + " requests wait already; try again")
          .retryAfter(1);
    }
    try (Watch watch = watcher.watch()) {
      long giveUp = System.nanoTime() + atMost.toNanos();
      long seen = -1;
      while (true) {
        T entity = look.get();
        long left = giveUp - System.nanoTime();
        if (wanted.test(entity) || left <= 0) {
          return entity;
        }
        seen = Math.max(seen, offset.applyAsLong(entity));
        long changed = watch.awaitPast(seen, Math.min(left, LOOK_ANYWAY_NANOS));
        if (changed > seen) {
          offsets.await(cell, changed, CATCH_UP_NANOS);
          seen = changed;
        }
      }
    } finally {
      places.release();
    }
  }

  private interface Watcher {
    Watch watch();
  }

  private interface Look<T> {
    T get() throws InterruptedException;
  }
}
