package dev.skiff.loadtests.fleet;

import dev.skiff.contracts.report.Report;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Counts what the fleet does; read from any thread.
final class Tally {
  final LongAdder joined = new LongAdder();
  final LongAdder orderRecords = new LongAdder();
  final LongAdder reportRecords = new LongAdder();
  final LongAdder heartbeats = new LongAdder();
  final LongAdder sessions = new LongAdder();
  final AtomicLong lagMillis = new AtomicLong();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder started = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder refused = new LongAdder();

  void count(Report report) {
    switch (report) {
      case Report.VmsAccepted r -> accepted.add(r.count());
      case Report.VmsStarted r -> started.add(r.count());
      case Report.VmEnded _ -> ended.increment();
      case Report.VmRefused _ -> refused.increment();
      case Report.Joined _,
          Report.FactsChanged _,
          Report.VmPaused _,
          Report.VmSuspended _,
          Report.VmResumed _,
          Report.VmUnchanged _ -> {}
    }
  }

  FleetCounts now() {
    return new FleetCounts(
        joined.sum(),
        orderRecords.sum(),
        accepted.sum(),
        started.sum(),
        ended.sum(),
        refused.sum(),
        reportRecords.sum(),
        heartbeats.sum(),
        sessions.sum(),
        lagMillis.get());
  }
}
