package dev.skiff.core.placement;

/// Rounds lifetimes, so that requests that differ by less than anybody can foretell are equal.
final class LifetimeBucket {
  private LifetimeBucket() {}

  /// @param lifetime microseconds; 0 or less is unknown
  /// @return the largest 2^k or 1.5 * 2^k that is not above it; 0 for unknown
  static long round(long lifetime) {
    if (lifetime <= 1) {
      return Math.max(0, lifetime);
    }
    long power = Long.highestOneBit(lifetime);
    long half = power + (power >> 1);
    return lifetime >= half ? half : power;
  }
}
