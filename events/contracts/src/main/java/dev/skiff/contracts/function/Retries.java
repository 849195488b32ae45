package dev.skiff.contracts.function;

/// What happens after an attempt that failed.
///
/// @param maxAttempts the first one included; 1 does not retry
/// @param firstPauseMillis before the second attempt; it doubles with each one after, give or take
///   a fifth by chance so that failures do not come back together
/// @param longestPauseMillis what it does not grow beyond
public record Retries(int maxAttempts, long firstPauseMillis, long longestPauseMillis) {
  public Retries {
    if (maxAttempts < 1 || maxAttempts > 100) {
      throw new IllegalArgumentException("maxAttempts: " + maxAttempts + " (expected: 1 to 100)");
    }
    if (firstPauseMillis < 10 || firstPauseMillis > 3_600_000) {
      throw new IllegalArgumentException(
          "firstPauseMillis: " + firstPauseMillis + " (expected: 10 to 3600000)");
    }
    if (longestPauseMillis < firstPauseMillis || longestPauseMillis > 86_400_000) {
      throw new IllegalArgumentException(
          "longestPauseMillis: %d (expected: %d, the first pause, to 86400000)"
              .formatted(longestPauseMillis, firstPauseMillis));
    }
  }
}
