package dev.skiff.gateway.manifest;

import dev.skiff.contracts.function.Retries;

/// Reads the `retries` of a Function.
final class RetriesManifest {
  private static final int ATTEMPTS = 3;
  private static final int MOST_ATTEMPTS = 100;
  private static final long PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;
  private static final long LEAST_MILLIS = 10;
  private static final long HOUR_MILLIS = 3_600_000;

  private RetriesManifest() {}

  static Retries parse(Fields spec) {
    Fields retries = spec.object("retries", "maxAttempts", "backoff", "maxBackoff");
    int attempts = (int) retries.integer("maxAttempts", ATTEMPTS, 1, MOST_ATTEMPTS);
    long first =
        retries.parsed(
            "backoff", PAUSE_MILLIS, text -> Spans.millis(text, LEAST_MILLIS, HOUR_MILLIS));
    // A first pause that is longer than the longest one is by default is meant as it is.
    long longest =
        retries.parsed(
            "maxBackoff",
            Math.max(first, LONGEST_PAUSE_MILLIS),
            text -> Spans.millis(text, first, 24 * HOUR_MILLIS));
    return new Retries(attempts, first, longest);
  }
}
