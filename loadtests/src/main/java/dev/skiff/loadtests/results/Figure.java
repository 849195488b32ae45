package dev.skiff.loadtests.results;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/// One measured number.
///
/// @param metric what, in words
/// @param value how much
/// @param unit of the value
/// @param target what it should be at most, or at least; null where there is no target
/// @param met whether it is; null where there is no target
/// @param bound which of the two the target is
public record Figure(
    String metric,
    double value,
    String unit,
    @Nullable Double target,
    @Nullable Boolean met,
    @JsonIgnore Bound bound) {
  /// On which side of the target a value should be.
  public enum Bound {
    AT_MOST("<="),
    AT_LEAST(">=");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }

  public static Figure of(String metric, double value, String unit) {
    return new Figure(metric, value, unit, null, null, Bound.AT_MOST);
  }

  public static Figure atMost(String metric, double value, String unit, double target) {
    return new Figure(metric, value, unit, target, value <= target, Bound.AT_MOST);
  }

  public static Figure atLeast(String metric, double value, String unit, double target) {
    return new Figure(metric, value, unit, target, value >= target, Bound.AT_LEAST);
  }
}
