package dev.skiff.agent.link;

import dev.skiff.agent.core.WaitingReports;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Reports that wait to be sent, in order, of one session. Bounded: more than it holds are not
/// taken, and the session is lost with them.
final class ReportQueue {
  /// Enough for every VM of a host to start and end some times over while Kafka is away.
  static final int CAPACITY = 4_096;

  /// Half of what a record may take, so that what follows from it fits into one Transition.
  private static final int BATCH_BYTES = 90 * 1024;

  private final HostId host;
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final WaitingReports waiting = new WaitingReports();
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
      reports.forEach(waiting::add);
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
      return new ReportBatch(host, session, at, waiting.next(BATCH_BYTES));
    } finally {
      lock.unlock();
    }
  }

  /// The batch is in Kafka.
  void sent(ReportBatch batch) {
    lock.lock();
    try {
      if (batch.session() == session) {
        waiting.sent(batch.reports().size());
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
