package dev.skiff.gateway.manifest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Amounts as text: CPUs such as `0.5` or `500m`, sizes such as `128MiB` or `800MB`.
public final class Quantities {
  private static final Pattern CPUS = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(m?)");
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)([A-Za-z]{1,5})");
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
  private static final BigDecimal MIB = BigDecimal.valueOf(1 << 20);
  private static final Map<String, BigDecimal> UNITS =
      Map.of(
          "KB", BigDecimal.TEN.pow(3),
          "MB", BigDecimal.TEN.pow(6),
          "GB", BigDecimal.TEN.pow(9),
          "TB", BigDecimal.TEN.pow(12),
          "KiB", BigDecimal.valueOf(1L << 10),
          "MiB", MIB,
          "GiB", BigDecimal.valueOf(1L << 30),
          "TiB", BigDecimal.valueOf(1L << 40));
  private static final long MIB_PER_GIB = 1024;
  private static final long MIB_PER_TIB = 1024 * 1024;

  private Quantities() {}

  /// Thousandths of a CPU.
  ///
  /// @throws IllegalArgumentException when the text is not an amount of CPUs, or is finer than a
  ///   thousandth
  public static long milliCpu(String text) {
    Matcher matcher = CPUS.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(quote(text) + " (expected: CPUs such as 0.5 or 500m)");
    }
    BigDecimal amount = new BigDecimal(matcher.group(1));
    BigDecimal milli = matcher.group(2).isEmpty() ? amount.multiply(THOUSAND) : amount;
    try {
      return milli.longValueExact();
    } catch (ArithmeticException finer) {
      throw new IllegalArgumentException(
          quote(text) + " (expected: a whole number of thousandths)", finer);
    }
  }

  /// MiB, rounded up.
  ///
  /// @throws IllegalArgumentException when the text is not a size with a unit
  public static long mebibytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    BigDecimal unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(
          quote(text)
              + " (expected: a size with a unit KiB, MiB, GiB, TiB, KB, MB, GB or TB, such as"
              + " 128MiB)");
    }
    return new BigDecimal(matcher.group(1))
        .multiply(unit)
        .divide(MIB, 0, RoundingMode.CEILING)
        .min(BigDecimal.valueOf(Long.MAX_VALUE))
        .longValueExact();
  }

  /// The canonical text of an amount of CPUs, for example `0.5`.
  public static String cpus(long milliCpu) {
    return BigDecimal.valueOf(milliCpu, 3).stripTrailingZeros().toPlainString();
  }

  /// The canonical text of a size: the largest binary unit in which it is a whole number.
  public static String size(long mebibytes) {
    if (mebibytes != 0 && mebibytes % MIB_PER_TIB == 0) {
      return mebibytes / MIB_PER_TIB + "TiB";
    }
    if (mebibytes != 0 && mebibytes % MIB_PER_GIB == 0) {
      return mebibytes / MIB_PER_GIB + "GiB";
    }
    return mebibytes + "MiB";
  }

  private static String quote(String text) {
    return "\"" + (text.length() <= 60 ? text : text.substring(0, 60) + "...") + "\"";
  }
}
