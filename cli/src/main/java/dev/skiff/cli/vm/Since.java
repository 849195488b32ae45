package dev.skiff.cli.vm;

import dev.skiff.cli.command.DurationConverter;
import dev.skiff.cli.command.Failure;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import picocli.CommandLine.TypeConversionException;

/// A moment as people give it: how long ago, or when.
final class Since {
  private Since() {}

  /// @param text `10m`, or RFC 3339
  /// @return RFC 3339 in UTC
  static String parse(String text, InstantSource clock) {
    try {
      return OffsetDateTime.parse(text).toInstant().toString();
    } catch (DateTimeException notATime) {
      return ago(text, clock.instant()).toString();
    }
  }

  private static Instant ago(String text, Instant now) {
    try {
      return now.minus(new DurationConverter().convert(text));
    } catch (TypeConversionException e) {
      throw Failure.usage(
          "--since: \"" + text + "\" (expected: such as 10m, or 2026-01-31T12:00:00Z)", null);
    }
  }
}
