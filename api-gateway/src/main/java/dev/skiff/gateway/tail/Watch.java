package dev.skiff.gateway.tail;

import java.util.concurrent.TimeUnit;

/// Tells one waiter that something about a job, or about one of its VMs, has changed in the log.
public final class Watch implements AutoCloseable {
  private final Watches watches;
  private final String job;
  private final int first;
  private final int last;
  private long changedAt = -1;

  Watch(Watches watches, String job, int first, int last) {
    this.watches = watches;
    this.job = job;
    this.first = first;
    this.last = last;
  }

  /// Waits until a change at a later offset than this has been read, or the time is over.
  ///
  /// @return the offset of the newest change; not beyond `offset` when the time was over
  public synchronized long awaitPast(long offset, long nanos) throws InterruptedException {
    long giveUp = System.nanoTime() + nanos;
    while (changedAt <= offset) {
      long left = giveUp - System.nanoTime();
      if (left <= 0) {
        break;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return changedAt;
  }

  synchronized void changed(long offset) {
    changedAt = Math.max(changedAt, offset);
    notifyAll();
  }

  boolean covers(int from, int to) {
    return from <= last && first <= to;
  }

  String job() {
    return job;
  }

  @Override
  public void close() {
    watches.remove(this);
  }
}
