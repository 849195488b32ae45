package dev.skiff.agent.link;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.wire.Codecs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Reports that wait to be sent, in order, of one session. Bounded: more than it holds are not
/// taken, and the session is lost with them.
final class ReportQueue {
  /// Enough for every VM of a host to start and end some times over while Kafka is away.
  static final int CAPACITY = 4_096;

  /// Below the 96 KiB that a record may take, with room for what surrounds the reports.
  private static final int BATCH_BYTES = 90 * 1024;

  private final HostId host;
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Report> waiting = new ArrayDeque<>();
  private long session;

  ReportQueue(HostId host, int capacity) {
    this.host = host;
    this.capacity = capacity;
  }

  /// Drops what waits; what is put from now on is of this session.
  void open(long newSession) {
    lock.lock();
    try {
      session = newSession;
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// @return false when there is no room for all of them; then none is taken
  boolean put(List<Report> reports) {
    lock.lock();
    try {
      if (waiting.size() + reports.size() > capacity) {
        return false;
      }
      waiting.addAll(reports);
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for reports, and then so long for more to share their record. What it returns still
  /// waits, until it is [#sent].
  ReportBatch next(Duration linger, long at) throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty()) {
        changed.await();
      }
      long left = linger.toNanos();
      while (left > 0) {
        left = changed.awaitNanos(left);
      }
      return new ReportBatch(host, session, at, fitting());
    } finally {
      lock.unlock();
    }
  }

  private List<Report> fitting() {
    List<Report> chosen = new ArrayList<>();
    int bytes = 0;
    for (Report report : waiting) {
      bytes += Codecs.sizeOf(report) + 1;
      if (bytes > BATCH_BYTES && !chosen.isEmpty()) {
        break;
      }
      chosen.add(report);
    }
    return chosen;
  }

  /// The batch is in Kafka.
  void sent(ReportBatch batch) {
    lock.lock();
    try {
      if (batch.session() == session) {
        for (int i = 0; i < batch.reports().size(); i++) {
          waiting.remove();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether the batch is of the session that is open.
  boolean isCurrent(ReportBatch batch) {
    lock.lock();
    try {
      return batch.session() == session;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
