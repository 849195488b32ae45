package dev.skiff.gateway.functions;

import dev.skiff.contracts.Topics;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.invocation.InvocationId;
import dev.skiff.contracts.invocation.InvocationRecord;
import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.contracts.invocation.InvocationRecord.ResumeKey;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Writes invocations, and waits for how they end. Blocks its callers: for virtual threads.
public final class Invocations {
  /// Waited beyond a caller's time, so that what was dropped for being late is still seen.
  private static final Duration GRACE = Duration.ofMillis(500);

  private final KafkaSettings settings;
  private final Appender appender;
  private final ReceiptTails receipts;
  private final Outstanding outstanding;
  private final Semaphore places;
  private final int mostWaiting;

  Invocations(
      KafkaSettings settings,
      Appender appender,
      ReceiptTails receipts,
      Outstanding outstanding,
      int mostWaiting) {
    this.settings = settings;
    this.appender = appender;
    this.receipts = receipts;
    this.outstanding = outstanding;
    this.places = new Semaphore(mostWaiting);
    this.mostWaiting = mostWaiting;
  }

  /// An invocation that somebody waits for.
  ///
  /// @param receipt as it was when the time was over, or how it ended
  public record Waited(InvocationId id, Receipt receipt) {}

  /// Writes one and waits until it is over.
  ///
  /// @throws Problem when nothing was accepted, or nobody knows
  public Waited call(Invoke invoke, Duration atMost) throws InterruptedException {
    if (!places.tryAcquire()) {
      throw Problem.of(
              ProblemCode.TOO_MANY_WAITING,
              "%d callers wait for their invocation; nothing was accepted: try again, or ask for no answer with \"Prefer: respond-async\""
                  .formatted(mostWaiting))
          .retryAfter(1);
    }
    try {
      long start = System.nanoTime();
      CompletableFuture<Receipt> over = new CompletableFuture<>();
      InvocationId id = write(List.of(invoke), over).getFirst();
      ReceiptPartition partition = receipts.of(id);
      try {
        long left = atMost.plus(GRACE).toNanos() - (System.nanoTime() - start);
        return new Waited(id, over.get(left, TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        return new Waited(
            id,
            partition
                .find(id.offset())
                .orElseGet(() -> Receipt.queued(id, invoke.function(), invoke.at())));
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      } finally {
        partition.forget(id.offset());
      }
    } finally {
      places.release();
    }
  }

  /// Writes some, all of which are in Kafka when this returns.
  ///
  /// @return their ids, in the same order
  /// @throws Problem when nothing was accepted, or nobody knows
  public List<InvocationId> write(List<Invoke> invocations) throws InterruptedException {
    return write(invocations, null);
  }

  private List<InvocationId> write(
      List<Invoke> invocations, @Nullable CompletableFuture<Receipt> waiter)
      throws InterruptedException {
    outstanding.take(invocations.stream().map(Invoke::function).toList());
    List<CompletableFuture<Written>> writes = new ArrayList<>();
    for (Invoke invoke : invocations) {
      writes.add(
          appender
              .send(lane(invoke.function()), null, invoke)
              .whenComplete((where, _) -> wrote(invoke, where, waiter)));
    }
    List<InvocationId> ids = new ArrayList<>();
    Problem failure = null;
    for (int i = 0; i < writes.size(); i++) {
      Invoke invoke = invocations.get(i);
      try {
        Written where = appender.await(writes.get(i));
        ids.add(new InvocationId(partition(invoke.function()), where.offset()));
      } catch (Problem e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw ids.isEmpty()
          ? failure
          : Problem.of(
                  ProblemCode.OUTCOME_UNKNOWN,
                  "%d of %d invocations were accepted, the others not for certain: %s"
                      .formatted(ids.size(), writes.size(), failure.detail()))
              .retryAfter(1);
    }
    return ids;
  }

  /// Told by the brokers, whether or not anybody still waits for them.
  private void wrote(
      Invoke invoke, @Nullable Written where, @Nullable CompletableFuture<Receipt> waiter) {
    if (where == null || where.offset() < 0) {
      outstanding.release(invoke.function());
    } else {
      receipts.of(invoke.function()).wrote(where.offset(), invoke.function(), invoke.at(), waiter);
    }
  }

  /// Asks the owner of a function's partition to let a key go on.
  public void resume(ResumeKey resume) throws InterruptedException {
    appender.await(appender.send(lane(resume.function()), null, resume));
  }

  /// Invocations of a function that this gateway has written and that are not over.
  public int outstanding(FunctionId function) {
    return outstanding.of(function);
  }

  public int waiting() {
    return mostWaiting - places.availablePermits();
  }

  private Lane<InvocationRecord> lane(FunctionId function) {
    return Lane.invocations(settings.topics(), partition(function));
  }

  private static int partition(FunctionId function) {
    return function.partition(Topics.INVOCATION_PARTITIONS);
  }
}
