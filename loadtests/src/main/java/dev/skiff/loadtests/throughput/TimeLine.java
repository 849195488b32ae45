package dev.skiff.loadtests.throughput;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// When VMs began to run.
///
/// @param began when the first job was submitted, milliseconds since the epoch
/// @param byTenth how many in each tenth of a second, by its beginning in milliseconds since the
///   epoch
record TimeLine(long began, NavigableMap<Long, Long> byTenth) {
  private static final long TENTH_MILLIS = 100;
  private static final int MOST_ROWS = 30;

  long total() {
    return byTenth.values().stream().mapToLong(Long::longValue).sum();
  }

  /// VMs a second, without the first and the last tenth of the VMs.
  double middleRate() {
    long total = total();
    long from = timeOf(total / 10);
    long to = timeOf(total - total / 10);
    return to > from ? (total - 2 * (total / 10)) * 1_000.0 / (to - from) : 0;
  }

  /// When so many ran.
  private long timeOf(long count) {
    long seen = 0;
    for (Map.Entry<Long, Long> entry : byTenth.entrySet()) {
      seen += entry.getValue();
      if (seen >= count) {
        return entry.getKey() + TENTH_MILLIS;
      }
    }
    return byTenth.isEmpty() ? began : byTenth.lastKey() + TENTH_MILLIS;
  }

  /// A row for each second, or for several when there are many.
  void print(PrintStream out) {
    TreeMap<Long, Long> bySecond = new TreeMap<>();
    byTenth.forEach((time, count) -> bySecond.merge((time - began) / 1_000, count, Long::sum));
    if (bySecond.isEmpty()) {
      return;
    }
    long step = Math.max(1, (bySecond.lastKey() + MOST_ROWS) / MOST_ROWS);
    out.printf(Locale.ROOT, "%n  second     started     running%n");
    long running = 0;
    for (long second = 0; second <= bySecond.lastKey(); second += step) {
      long started =
          bySecond.subMap(second, second + step).values().stream().mapToLong(Long::longValue).sum();
      running += started;
      out.printf(Locale.ROOT, "  %6d  %10d  %10d%n", second + step, started, running);
    }
  }
}
