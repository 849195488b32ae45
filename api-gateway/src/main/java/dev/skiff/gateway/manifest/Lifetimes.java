package dev.skiff.gateway.manifest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Spans of time in manifests: seconds, or a number with a unit such as `90s`, `10m`, `2h`, `3d`.
final class Lifetimes {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([smhd]?)");

  private Lifetimes() {}

  /// @throws IllegalArgumentException when the text is no span, or beyond a year
  static long seconds(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw refused(text);
    }
    long unit =
        switch (matcher.group(2)) {
          case "m" -> 60;
          case "h" -> 3600;
          case "d" -> 86_400;
          default -> 1;
        };
    long seconds = Long.parseLong(matcher.group(1)) * unit;
    if (seconds < 1 || seconds > ManifestLimits.MAX_LIFETIME_SECONDS) {
      throw refused(text);
    }
    return seconds;
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "\"%s\" (expected: seconds, or such as 90s, 10m, 2h or 3d, up to 365d)"
            .formatted(text.length() <= 40 ? text : text.substring(0, 40) + "..."));
  }
}
