package dev.skiff.cli.output;

import java.math.BigDecimal;
import java.util.Locale;

/// Amounts for people: ages, durations, memory, CPUs.
public final class Amounts {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Amounts() {}

  /// How long ago something was, in the two units that matter, as `kubectl` shows it.
  ///
  /// @param micros a span in microseconds; a negative one (clocks differ) counts as zero
  public static String age(long micros) {
    long seconds = Math.max(0, micros / 1_000_000);
    if (seconds < 2 * MINUTE) {
      return seconds + "s";
    }
    if (seconds < 10 * MINUTE) {
      return two(seconds / MINUTE, "m", seconds % MINUTE, "s");
    }
    if (seconds < 2 * HOUR) {
      return seconds / MINUTE + "m";
    }
    if (seconds < 8 * HOUR) {
      return two(seconds / HOUR, "h", seconds % HOUR / MINUTE, "m");
    }
    return seconds < 2 * DAY ? seconds / HOUR + "h" : seconds / DAY + "d";
  }

  private static String two(long big, String bigUnit, long small, String smallUnit) {
    return small == 0 ? big + bigUnit : big + bigUnit + small + smallUnit;
  }

  /// A measured span with three digits that matter: `4.2 ms`, `2.31 s`.
  ///
  /// @param micros in microseconds
  public static String span(long micros) {
    if (micros < 1_000) {
      return micros + " µs";
    }
    double millis = micros / 1_000.0;
    if (millis < 1_000) {
      return String.format(Locale.ROOT, millis < 100 ? "%.1f ms" : "%.0f ms", millis);
    }
    return String.format(Locale.ROOT, "%.2f s", millis / 1_000);
  }

  /// Bytes in the unit that leaves one to four digits.
  public static String bytes(long count) {
    double amount = count;
    int unit = 0;
    while (amount >= 1024 && unit < BYTES.length - 1) {
      amount /= 1024;
      unit++;
    }
    boolean whole = unit == 0 || amount >= 100 || amount == Math.rint(amount);
    return String.format(Locale.ROOT, whole ? "%.0f%s" : "%.1f%s", amount, BYTES[unit]);
  }

  public static String mebibytes(long count) {
    return bytes(Math.multiplyExact(count, 1024L * 1024L));
  }

  /// CPUs without needless digits: `0.5`, `2`.
  ///
  /// @param milliCpu in thousandths
  public static String cpus(long milliCpu) {
    return BigDecimal.valueOf(milliCpu, 3).stripTrailingZeros().toPlainString();
  }
}
