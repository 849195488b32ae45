package dev.skiff.scheduler;

import dev.skiff.core.owner.Role;
import dev.skiff.scheduler.cell.CellThread;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Holds a cell's thread between two cycles, as a long pause of its process would, and lets its
/// worker fail on demand.
final class PausableThread implements CellThread.Listener {
  private final AtomicInteger crashes = new AtomicInteger();
  private volatile @Nullable CountDownLatch gate;
  private volatile @Nullable RuntimeException failure;
  private volatile boolean held;

  void pause() {
    gate = new CountDownLatch(1);
  }

  boolean isHeld() {
    return held;
  }

  void resume() {
    CountDownLatch closed = gate;
    gate = null;
    if (closed != null) {
      closed.countDown();
    }
  }

  void failOnce(RuntimeException with) {
    failure = with;
  }

  int crashes() {
    return crashes.get();
  }

  @Override
  public void beforeCycle() {
    CountDownLatch closed = gate;
    if (closed != null) {
      held = true;
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      held = false;
    }
    RuntimeException with = failure;
    if (with != null) {
      failure = null;
      throw with;
    }
  }

  @Override
  public void crashed(Role role, RuntimeException with) {
    crashes.incrementAndGet();
  }
}
