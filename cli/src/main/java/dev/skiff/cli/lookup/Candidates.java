package dev.skiff.cli.lookup;

import dev.skiff.cli.command.Failure;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Several things that begin like what the user wrote.
final class Candidates {
  /// More than this many nobody wants to read.
  private static final int SHOWN = 10;

  /// How many the API is asked for: one more than is shown.
  static final int LIMIT = SHOWN + 1;

  private Candidates() {}

  /// Says which ones there are.
  static <T> Failure ambiguous(String kind, String text, List<T> found, Function<T, String> label) {
    String shown = found.stream().limit(SHOWN).map(label).collect(Collectors.joining(", "));
    return Failure.usage(
        "%s \"%s\" is ambiguous: %s%s"
            .formatted(kind, text, shown, found.size() > SHOWN ? ", ..." : ""),
        "give more of the id or name");
  }
}
