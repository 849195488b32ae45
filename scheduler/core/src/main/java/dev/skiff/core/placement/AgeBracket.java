package dev.skiff.core.placement;

/// Ages of VMs, in brackets that get wider: what is short and what is long matters, not the minute.
final class AgeBracket {
  private static final long MINUTE = 60_000_000;

  /// Where each bracket begins, microseconds.
  private static final long[] BEGINS = {
    0,
    2 * MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    60 * MINUTE,
    120 * MINUTE,
    240 * MINUTE,
    480 * MINUTE,
    960 * MINUTE,
    1_920 * MINUTE,
    3_840 * MINUTE,
    7_680 * MINUTE
  };

  static final int COUNT = BEGINS.length;

  private AgeBracket() {}

  /// @param age microseconds; negative counts as 0
  static int of(long age) {
    int bracket = COUNT - 1;
    while (bracket > 0 && age < BEGINS[bracket]) {
      bracket--;
    }
    return bracket;
  }

  static long begin(int bracket) {
    return BEGINS[bracket];
  }

  /// The end of a bracket; of the last, twice its beginning.
  static long end(int bracket) {
    return bracket + 1 < COUNT ? BEGINS[bracket + 1] : 2 * BEGINS[bracket];
  }
}
