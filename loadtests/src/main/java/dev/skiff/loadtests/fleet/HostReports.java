package dev.skiff.loadtests.fleet;

import dev.skiff.agent.core.WaitingReports;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The reports of one host on their way, as the agent's own sender handles them: one record at a
/// time, ten milliseconds after the first report that is in it, and each again until Kafka has it.
final class HostReports {
  private static final long LINGER = 10_000;
  private static final long PAUSE = 200_000;

  /// As the agent's own report queue.
  private static final int BATCH_BYTES = 90 * 1024;

  /// Records that can be sent once more, for a test of duplicates.
  private static final int REMEMBERED = 4;

  private final FleetHost owner;
  private final HostId host;
  private final CellId cell;
  private final HostWorld world;
  private final WaitingReports waiting = new WaitingReports();
  private final Deque<ReportBatch> sent = new ArrayDeque<>(REMEMBERED);
  private @Nullable ReportBatch underWay;
  private @Nullable ReportBatch again;
  private boolean flushPlanned;
  private long heldUntil;
  private long session;

  HostReports(FleetHost owner, HostId host, CellId cell, HostWorld world) {
    this.owner = owner;
    this.host = host;
    this.cell = cell;
    this.world = world;
  }

  /// Drops what waits; what is added from now on is of this session.
  void open(long newSession) {
    session = newSession;
    drop();
  }

  void drop() {
    waiting.clear();
    underWay = null;
    again = null;
  }

  void add(Report report, long now) {
    waiting.add(report);
    plan(now + LINGER);
  }

  private void plan(long at) {
    if (!flushPlanned) {
      flushPlanned = true;
      world.timers().at(at, owner, new Moment.Flush());
    }
  }

  void flush(long now) {
    flushPlanned = false;
    if (waiting.isEmpty()) {
      return;
    }
    if (now < heldUntil) {
      plan(heldUntil);
    } else if (underWay == null) {
      ReportBatch batch =
          again == null ? new ReportBatch(host, session, now, waiting.next(BATCH_BYTES)) : again;
      again = null;
      underWay = batch;
      world.writer().report(cell, owner, batch);
    }
  }

  /// @return whether it was of the session that is open
  boolean delivered(ReportBatch batch, long now) {
    world.tally().reportRecords.increment();
    if (!batch.equals(underWay)) {
      return false;
    }
    underWay = null;
    waiting.sent(batch.reports().size());
    if (sent.size() == REMEMBERED) {
      sent.remove();
    }
    sent.add(batch);
    if (batch.reports().getFirst() instanceof Report.Joined) {
      world.tally().joined.increment();
    }
    if (!waiting.isEmpty()) {
      plan(now + LINGER);
    }
    return true;
  }

  /// A record was not taken, or nobody knows: the same one goes again.
  void failed(ReportBatch batch, long now) {
    if (batch.equals(underWay)) {
      underWay = null;
      again = batch;
      plan(now + PAUSE);
    }
  }

  /// Sends nothing for a while.
  void holdBack(long until) {
    heldUntil = Math.max(heldUntil, until);
  }

  /// Sends the last records once more, as a sender does that did not learn that Kafka had them.
  void repeat() {
    sent.forEach(batch -> world.writer().repeat(cell, batch));
  }
}
