package dev.skiff.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Moments in the API's JSON.
public final class Times {
  private Times() {}

  /// Microseconds since the epoch of an RFC 3339 time, or of a number that is that already; 0 when
  /// it is neither.
  public static long micros(JsonNode time) {
    if (time.isIntegralNumber()) {
      return time.longValue();
    }
    try {
      return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time.asText("")));
    } catch (DateTimeException e) {
      return 0;
    }
  }

  /// RFC 3339 in UTC with microseconds.
  public static String text(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }
}
