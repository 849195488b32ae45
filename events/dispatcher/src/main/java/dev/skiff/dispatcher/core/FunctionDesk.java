package dev.skiff.dispatcher.core;

import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.function.Scale;
import org.jspecify.annotations.Nullable;

/// One function of a partition: what it is, what it has to do, and its VMs.
final class FunctionDesk {
  private static final long NEVER = Long.MIN_VALUE;
  private static final long UNKNOWN = -1;

  private final FunctionId id;
  private final WorkQueue queue = new WorkQueue();
  private final VmPool pool = new VmPool();
  private @Nullable FunctionSpec spec;
  private long version = UNKNOWN;
  private long lastArrival = NEVER;
  private int failedStarts;
  private long askNotBefore;
  private String lastProblem = "";

  FunctionDesk(FunctionId id) {
    this.id = id;
  }

  FunctionId id() {
    return id;
  }

  WorkQueue queue() {
    return queue;
  }

  VmPool pool() {
    return pool;
  }

  /// Null before it is known and after it is gone.
  @Nullable FunctionSpec spec() {
    return spec;
  }

  long version() {
    return version;
  }

  /// Whether it was ever there.
  boolean isKnown() {
    return version != UNKNOWN;
  }

  void deploy(FunctionSpec deployed, long asVersion) {
    if (asVersion > version) {
      spec = deployed;
      version = asVersion;
      failedStarts = 0;
      askNotBefore = 0;
    }
  }

  void remove() {
    spec = null;
  }

  void arrived(long now) {
    lastArrival = now;
  }

  void startFailed(String why, long now) {
    failedStarts++;
    lastProblem = why;
    askNotBefore = now + Pauses.afterStarts(failedStarts);
  }

  void startSucceeded() {
    failedStarts = 0;
    askNotBefore = 0;
    lastProblem = "";
  }

  /// When VMs may be asked for again, microseconds since the epoch.
  long askNotBefore() {
    return askNotBefore;
  }

  /// Why an invocation had to wait too long, in a sentence.
  String whyLate() {
    return lastProblem.isEmpty()
        ? "no VM was free in time"
        : "no VM came up in time; the last one: " + lastProblem;
  }

  /// How many VMs it should have now.
  int wanted(FunctionSpec of, long now) {
    Scale scale = of.scale();
    int atOnce = queue.waiting(now) + pool.busy();
    int needed = (atOnce + of.concurrency() - 1) / of.concurrency();
    boolean traffic = lastArrival != NEVER && now - lastArrival < scale.keepAliveMillis() * 1_000;
    int spare = traffic || scale.min() > 0 ? scale.prewarmed() : 0;
    return Math.clamp((long) needed + spare, scale.min(), scale.max());
  }
}
