package dev.skiff.kafka;

import java.time.Duration;

/// What differs from writer to writer.
///
/// @param linger how long a record may wait for others to share its batch
/// @param deliveryTimeout after which a record's fate is reported as unknown
/// @param bufferBytes of records that were not acknowledged; beyond it, sends are refused at once
public record WriterTuning(Duration linger, Duration deliveryTimeout, long bufferBytes) {
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(5);

  public WriterTuning {
    if (linger.isNegative() || linger.compareTo(Duration.ofSeconds(1)) > 0) {
      throw new IllegalArgumentException("linger: " + linger + " (expected: 0 to 1 s)");
    }
    if (deliveryTimeout.compareTo(linger.multipliedBy(2)) < 0
        || deliveryTimeout.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException(
          "deliveryTimeout: %s (expected: >= 100 ms and >= twice the linger)"
              .formatted(deliveryTimeout));
    }
    if (bufferBytes < 1024 * 1024) {
      throw new IllegalArgumentException("bufferBytes: " + bufferBytes + " (expected: >= 1 MiB)");
    }
  }

  public static WriterTuning defaults() {
    return new WriterTuning(Duration.ZERO, Duration.ofSeconds(10), 32L * 1024 * 1024);
  }

  public WriterTuning withLinger(Duration other) {
    return new WriterTuning(other, deliveryTimeout, bufferBytes);
  }

  public WriterTuning withDeliveryTimeout(Duration other) {
    return new WriterTuning(linger, other, bufferBytes);
  }

  public WriterTuning withBufferBytes(long other) {
    return new WriterTuning(linger, deliveryTimeout, other);
  }

  /// How long one attempt may take.
  Duration requestTimeout() {
    Duration left = deliveryTimeout.minus(linger);
    return left.compareTo(LONGEST_REQUEST) < 0 ? left : LONGEST_REQUEST;
  }
}
