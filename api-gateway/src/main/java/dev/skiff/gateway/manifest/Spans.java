package dev.skiff.gateway.manifest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Spans of time in manifests of functions: a number with a unit, such as `250ms`, `30s`, `5m`,
/// `1h`.
public final class Spans {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  private Spans() {}

  /// Milliseconds.
  ///
  /// @throws IllegalArgumentException when the text is no span, or not within the bounds
  static long millis(String text, long least, long most) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw refused(text, least, most);
    }
    long unit =
        switch (matcher.group(2)) {
          case "ms" -> 1;
          case "s" -> SECOND;
          case "m" -> MINUTE;
          default -> HOUR;
        };
    long millis = Long.parseLong(matcher.group(1)) * unit;
    if (millis < least || millis > most) {
      throw refused(text, least, most);
    }
    return millis;
  }

  /// In the largest unit that leaves nothing over.
  public static String text(long millis) {
    if (millis != 0 && millis % HOUR == 0) {
      return millis / HOUR + "h";
    }
    if (millis != 0 && millis % MINUTE == 0) {
      return millis / MINUTE + "m";
    }
    return millis % SECOND == 0 ? millis / SECOND + "s" : millis + "ms";
  }

  private static IllegalArgumentException refused(String text, long least, long most) {
    return new IllegalArgumentException(
        "\"%s\" (expected: such as 250ms, 30s, 5m or 1h, from %s to %s)"
            .formatted(
                text.length() <= 40 ? text : text.substring(0, 40) + "...",
                text(least),
                text(most)));
  }
}
