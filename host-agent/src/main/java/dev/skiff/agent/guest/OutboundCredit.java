package dev.skiff.agent.guest;

import dev.skiff.agent.vmm.VmmException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// How much standard input a process takes now: a window beyond what it has consumed.
final class OutboundCredit {
  static final int WINDOW = 64 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long sent;
  private long consumed;
  private @Nullable String closed;

  /// A session goes on where an earlier one was.
  void begin(long offset) {
    lock.lock();
    try {
      sent = offset;
      consumed = Math.max(consumed, offset);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void granted(long consumedOffset) throws ProtocolViolation {
    lock.lock();
    try {
      if (consumedOffset > sent) {
        throw new ProtocolViolation(
            "stdin: consumed %d (expected: at most %d)".formatted(consumedOffset, sent));
      }
      consumed = Math.max(consumed, consumedOffset);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until at least one byte may be sent, and takes up to `wanted`.
  int take(int wanted, Duration atMost) throws VmmException, InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (closed == null && sent - consumed >= WINDOW) {
        if (left <= 0) {
          throw new VmmException(
              "stdin-blocked", "the process read nothing for " + atMost.toSeconds() + " s");
        }
        left = changed.awaitNanos(left);
      }
      if (closed != null) {
        throw new VmmException("stdin-closed", "standard input is closed: " + closed);
      }
      int take = (int) Math.min(wanted, WINDOW - (sent - consumed));
      sent += take;
      return take;
    } finally {
      lock.unlock();
    }
  }

  void close(String reason) {
    lock.lock();
    try {
      if (closed == null) {
        closed = reason;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
