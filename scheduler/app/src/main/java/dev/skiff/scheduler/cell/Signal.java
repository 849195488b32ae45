package dev.skiff.scheduler.cell;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Wakes one waiting thread. A signal that is raised while nobody waits is kept (once), so none is
/// missed between looking for work and waiting for it.
public final class Signal {
  private final AtomicBoolean raised = new AtomicBoolean();
  private volatile @Nullable Thread waiter;

  /// Safe from any thread; costs a volatile read when it is raised already.
  public void raise() {
    if (!raised.get() && raised.compareAndSet(false, true)) {
      LockSupport.unpark(waiter);
    }
  }

  /// Waits until raised, at most so long, and takes the signal. One thread at a time. An interrupt
  /// ends the wait and stays set.
  ///
  /// @return whether it was raised
  public boolean await(long nanos) {
    waiter = Thread.currentThread();
    try {
      long end = System.nanoTime() + nanos;
      while (!raised.get()) {
        long left = end - System.nanoTime();
        if (left <= 0 || Thread.currentThread().isInterrupted()) {
          return false;
        }
        LockSupport.parkNanos(this, left);
      }
      raised.set(false);
      return true;
    } finally {
      waiter = null;
    }
  }
}
