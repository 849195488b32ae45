package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Microseconds since the epoch as RFC 3339 text.
public final class Times {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Times() {}

  public static String text(long micros) {
    return FORM.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  public static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /// Sets a field unless the time is 0, which stands for none.
  static void put(ObjectNode node, String field, long micros) {
    if (micros != 0) {
      node.put(field, text(micros));
    }
  }
}
