package dev.skiff.agent.http;

import dev.skiff.agent.vmm.OutputKind;
import dev.skiff.agent.vmm.OutputStart;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// What of a log is asked for.
///
/// @param incarnation null is the newest
/// @param only one stream alone; null is both
record LogQuery(
    @Nullable Integer incarnation,
    OutputStart start,
    boolean follow,
    @Nullable OutputKind only,
    boolean timestamps) {
  private static final int MAX_TAIL = 100_000;

  static LogQuery of(MultiMap query) throws HttpFailure {
    String since = query.get("since");
    String tail = query.get("tail");
    if (since != null && tail != null) {
      throw bad("since, tail: both given (expected: one of them)");
    }
    OutputStart start = new OutputStart.Oldest();
    if (since != null) {
      start = new OutputStart.Since(moment(since));
    } else if (tail != null) {
      start = new OutputStart.LastLines(number("tail", tail, MAX_TAIL));
    }
    String incarnation = query.get("incarnation");
    return new LogQuery(
        incarnation == null ? null : number("incarnation", incarnation, Integer.MAX_VALUE),
        start,
        flag(query, "follow"),
        stream(query.get("stream")),
        flag(query, "timestamps"));
  }

  boolean wants(OutputKind kind) {
    return switch (kind) {
      case STDOUT, STDERR -> only == null || only == kind;
      case DROPPED, END -> true;
    };
  }

  private static @Nullable OutputKind stream(@Nullable String name) throws HttpFailure {
    return switch (name) {
      case null -> null;
      case "stdout" -> OutputKind.STDOUT;
      case "stderr" -> OutputKind.STDERR;
      default -> throw bad("stream: \"" + name + "\" (expected: stdout or stderr)");
    };
  }

  private static boolean flag(MultiMap query, String name) throws HttpFailure {
    String value = query.get(name);
    return switch (value) {
      case null -> false;
      case "true", "1", "" -> true;
      case "false", "0" -> false;
      default -> throw bad("%s: \"%s\" (expected: true or false)".formatted(name, value));
    };
  }

  private static int number(String name, String value, int most) throws HttpFailure {
    try {
      int number = Integer.parseInt(value);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw bad("%s: \"%s\" (expected: 0 to %d)".formatted(name, value, most));
  }

  private static long moment(String value) throws HttpFailure {
    try {
      return value.matches("-?[0-9]{1,18}")
          ? Long.parseLong(value)
          : ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(value));
    } catch (DateTimeParseException | ArithmeticException e) {
      throw bad(
          "since: \"%s\" (expected: microseconds since the epoch, or such as 2026-01-31T12:00:00Z)"
              .formatted(value));
    }
  }

  private static HttpFailure bad(String detail) {
    return new HttpFailure(400, "bad-request", detail);
  }
}
