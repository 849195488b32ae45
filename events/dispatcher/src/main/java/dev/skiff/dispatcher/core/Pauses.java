package dev.skiff.dispatcher.core;

import dev.skiff.contracts.function.Retries;
import java.util.random.RandomGenerator;

/// How long to wait before trying again.
final class Pauses {
  private static final long FIRST_START_MICROS = 1_000_000;
  private static final long LONGEST_START_MICROS = 300_000_000;
  private static final double CHANCE = 0.2;

  private Pauses() {}

  /// Before the attempt after this one, microseconds.
  static long after(int attempt, Retries retries, RandomGenerator random) {
    long doubled = retries.firstPauseMillis() << Math.min(attempt - 1, 30);
    long pause = Math.min(retries.longestPauseMillis(), doubled);
    double factor = 1 - CHANCE + 2 * CHANCE * random.nextDouble();
    return Math.round((double) (pause * 1_000) * factor);
  }

  /// Before VMs are asked for again when so many in a row did not come up, microseconds.
  static long afterStarts(int failures) {
    return Math.min(LONGEST_START_MICROS, FIRST_START_MICROS << Math.min(failures - 1, 20));
  }
}
