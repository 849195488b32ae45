package dev.skiff.agent.core;

import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.wire.Codecs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reports of a host that wait for a record, in order. VMs that follow each other share a report
/// when they were accepted by the same order, or started within a millisecond of each other: the
/// one place where runs of VMs are made. Not safe for concurrent use.
public final class WaitingReports {
  /// More than any report about a single VM takes without its detail.
  private static final int SMALL = 320;

  /// The most bytes that a character takes in JSON.
  private static final int MAX_ESCAPED = 6;

  private static final long TOGETHER_MICROS = 1_000;

  private List<Report> waiting = new ArrayList<>();
  private int handedOut;

  public void add(Report report) {
    int last = waiting.size() - 1;
    // What was handed out is on its way as it is.
    Report joined = last < handedOut ? null : joined(waiting.get(last), report);
    if (joined == null) {
      waiting.add(report);
    } else {
      waiting.set(last, joined);
    }
  }

  private static @Nullable Report joined(Report before, Report after) {
    if (before instanceof Report.VmsAccepted a && after instanceof Report.VmsAccepted b) {
      return a.job().equals(b.job())
              && a.incarnation() == b.incarnation()
              && a.first() + a.count() == b.first()
              && a.orderReceived() == b.orderReceived()
          ? new Report.VmsAccepted(
              a.job(), a.first(), a.count() + b.count(), a.incarnation(), a.orderReceived())
          : null;
    }
    if (before instanceof Report.VmsStarted a && after instanceof Report.VmsStarted b) {
      return a.job().equals(b.job())
              && a.incarnation() == b.incarnation()
              && a.first() + a.count() == b.first()
              && together(a.phases(), b.phases())
          ? new Report.VmsStarted(
              a.job(), a.first(), a.count() + b.count(), a.incarnation(), b.phases())
          : null;
    }
    return null;
  }

  private static boolean together(StartPhases a, StartPhases b) {
    return near(a.orderReceived(), b.orderReceived())
        && near(a.vmmStarted(), b.vmmStarted())
        && near(a.guestReady(), b.guestReady())
        && near(a.commandStarted(), b.commandStarted());
  }

  private static boolean near(long a, long b) {
    return Math.abs(a - b) <= TOGETHER_MICROS;
  }

  public int size() {
    return waiting.size();
  }

  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  public void clear() {
    waiting = new ArrayList<>();
    handedOut = 0;
  }

  /// The first reports that fit into so many bytes of JSON, at least one. They still wait, until
  /// they are [#sent]. A `Joined` may take more bytes, and then goes alone.
  public List<Report> next(int maxBytes) {
    int count = 0;
    int bytes = 0;
    for (Report report : waiting) {
      bytes += bytesOf(report);
      if (bytes > maxBytes && count > 0) {
        break;
      }
      count++;
    }
    handedOut = Math.max(handedOut, count);
    return List.copyOf(waiting.subList(0, count));
  }

  /// The first so many are in Kafka.
  public void sent(int count) {
    if (count == waiting.size()) {
      clear();
    } else {
      waiting.subList(0, count).clear();
      handedOut = Math.max(0, handedOut - count);
    }
  }

  /// No less than the report takes. Encoding it twice would cost more than the room saved.
  private static int bytesOf(Report report) {
    return switch (report) {
      case Report.VmsAccepted _,
          Report.VmsStarted _,
          Report.VmPaused _,
          Report.VmSuspended _,
          Report.VmResumed _ ->
          SMALL;
      case Report.VmUnchanged unchanged -> SMALL + MAX_ESCAPED * unchanged.detail().length();
      case Report.VmRefused refused -> SMALL + MAX_ESCAPED * refused.detail().length();
      case Report.VmEnded end -> {
        String detail = end.exit().detail();
        yield SMALL + (detail == null ? 0 : MAX_ESCAPED * detail.length());
      }
      case Report.Joined _, Report.FactsChanged _ -> Codecs.sizeOf(report) + 1;
    };
  }
}
