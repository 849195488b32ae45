package dev.skiff.loadtests.results;

import org.jspecify.annotations.Nullable;

/// One measured number.
///
/// @param metric what, in words
/// @param value how much
/// @param unit of the value
/// @param target what it should be at most; null where there is no target
/// @param met whether it is; null where there is no target
public record Figure(
    String metric, double value, String unit, @Nullable Double target, @Nullable Boolean met) {
  public static Figure of(String metric, double value, String unit) {
    return new Figure(metric, value, unit, null, null);
  }

  public static Figure atMost(String metric, double value, String unit, double target) {
    return new Figure(metric, value, unit, target, value <= target);
  }
}
