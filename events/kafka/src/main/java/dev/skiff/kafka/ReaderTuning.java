package dev.skiff.kafka;

import java.time.Duration;

/// What differs from reader to reader.
///
/// @param fetchWait how long a broker may hold a fetch when there is nothing new; news is answered
///   at once, so a long wait costs nothing but is cheap when idle
/// @param maxBytes about as much as one poll may hold
public record ReaderTuning(Duration fetchWait, int maxBytes) {
  public ReaderTuning {
    if (fetchWait.isNegative() || fetchWait.compareTo(Duration.ofSeconds(5)) > 0) {
      throw new IllegalArgumentException("fetchWait: " + fetchWait + " (expected: 0 to 5 s)");
    }
    if (maxBytes < 512 * 1024) {
      throw new IllegalArgumentException("maxBytes: " + maxBytes + " (expected: >= 512 KiB)");
    }
  }

  public static ReaderTuning defaults() {
    return new ReaderTuning(Duration.ofMillis(500), 8 * 1024 * 1024);
  }

  public ReaderTuning withFetchWait(Duration other) {
    return new ReaderTuning(other, maxBytes);
  }

  public ReaderTuning withMaxBytes(int other) {
    return new ReaderTuning(fetchWait, other);
  }
}
