package dev.skiff.cli.api;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;

/// How often and how soon a repeatable request is sent again: a fleet that changes hands answers
/// 503 for a second or so, and that should not reach people.
final class Patience {
  private static final int ATTEMPTS = 5;
  private static final long FIRST_DELAY_MILLIS = 200;
  private static final long LONGEST_DELAY_MILLIS = 5_000;

  /// Not taken now: the same request may be taken later.
  private static final Set<Integer> TEMPORARY = Set.of(429, 502, 503);

  private int attempts;

  /// Whether an answer is worth asking again for, counting it as an attempt.
  boolean mayRepeat(ApiRequest request, HttpResponse<?> response) {
    return TEMPORARY.contains(response.statusCode()) && mayRepeat(request);
  }

  /// Whether a request without an answer may be sent again, counting it as an attempt.
  boolean mayRepeat(ApiRequest request) {
    attempts++;
    return request.repeatable() && attempts < ATTEMPTS;
  }

  boolean isRepeating() {
    return attempts > 0;
  }

  /// Doubles from one attempt to the next, unless the server said how long to wait.
  Duration delay(HttpResponse<?> response) {
    long asked = response.headers().firstValue("Retry-After").map(Patience::seconds).orElse(-1L);
    return asked < 0 ? delay() : Duration.ofMillis(Math.min(asked * 1_000, LONGEST_DELAY_MILLIS));
  }

  Duration delay() {
    return Duration.ofMillis(Math.min(FIRST_DELAY_MILLIS << (attempts - 1), LONGEST_DELAY_MILLIS));
  }

  private static long seconds(String retryAfter) {
    try {
      return Long.parseLong(retryAfter.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
