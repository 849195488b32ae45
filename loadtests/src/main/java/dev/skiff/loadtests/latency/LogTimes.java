package dev.skiff.loadtests.latency;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.loadtests.watch.LogListener;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// What the log tells of the time that jobs of one VM took. In microseconds; nothing is noted while
/// it is off.
final class LogTimes implements LogListener {
  private static final long LONGEST = 60_000_000;
  private static final long MICROS_IN_MILLI = 1_000;

  /// The job whose VM does not begin is no reason to remember all of them for ever.
  private static final int MOST_OPEN = 1_000_000;

  private final Histogram toDecision = new Histogram(LONGEST, 3);
  private final Histogram toLog = new Histogram(LONGEST, 3);
  private final Histogram toAgent = new Histogram(LONGEST, 3);
  private final Map<JobId, Long> submitted = new HashMap<>();
  private boolean on;

  synchronized void turnOn() {
    on = true;
  }

  synchronized void turnOff() {
    on = false;
  }

  @Override
  public synchronized void counted(
      CellId cell, long offset, long appended, LogRecord.Transition transition) {
    for (CellEvent event : transition.events()) {
      if (event instanceof CellEvent.JobAdmitted job && job.spec().count() == 1) {
        if (on && submitted.size() < MOST_OPEN) {
          submitted.put(job.job(), job.submitted());
          note(toDecision, transition.at() - job.submitted());
          note(toLog, appended * MICROS_IN_MILLI - transition.at());
        }
      } else if (event instanceof CellEvent.VmsRunning running) {
        Long since = submitted.remove(running.job());
        if (since != null) {
          note(toAgent, running.phases().orderReceived() - since);
        }
      }
    }
  }

  private static void note(Histogram histogram, long micros) {
    histogram.recordValue(Math.clamp(micros, 0, LONGEST));
  }

  /// From the gateway's taking of a request to the owner's decision.
  synchronized Histogram toDecision() {
    return toDecision.copy();
  }

  /// From the decision to the broker's clock when it took the Transition; to the millisecond.
  synchronized Histogram toLog() {
    return toLog.copy();
  }

  /// From the gateway's taking of a request to the agent's reading of the order.
  synchronized Histogram toAgent() {
    return toAgent.copy();
  }
}
