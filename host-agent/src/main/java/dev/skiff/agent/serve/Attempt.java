package dev.skiff.agent.serve;

import dev.skiff.contracts.invocation.InvocationId;
import java.time.Duration;

/// One attempt of one invocation, as the owner of its partition asks for it.
///
/// @param partition of the topic of invocations
/// @param epoch of the owner: the offset of its claim
/// @param number of the attempt, from 1
/// @param timeout how long it may run
/// @param patience how long to wait for a VM that is not here or not ready
public record Attempt(
    int partition,
    long epoch,
    InvocationId invocation,
    int number,
    Duration timeout,
    Duration patience) {
  private static final int MOST_PARTITIONS = 10_000;
  private static final Duration MOST = Duration.ofHours(1);

  public Attempt {
    if (partition < 0 || partition >= MOST_PARTITIONS || epoch < 0 || number < 1) {
      throw new IllegalArgumentException(
          "partition %d, epoch %d, attempt %d (expected: 0 to %d, >= 0, >= 1)"
              .formatted(partition, epoch, number, MOST_PARTITIONS - 1));
    }
    if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(MOST) > 0) {
      throw new IllegalArgumentException("timeout: " + timeout + " (expected: up to an hour)");
    }
    if (patience.isNegative() || patience.compareTo(MOST) > 0) {
      throw new IllegalArgumentException("wait: " + patience + " (expected: up to an hour)");
    }
  }
}
