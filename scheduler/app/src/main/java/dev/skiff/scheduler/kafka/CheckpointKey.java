package dev.skiff.scheduler.kafka;

import dev.skiff.contracts.CellId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The keys of one checkpoint, `c<cell>/<offset>-<writer>/<chunk>`: the log offset it stands at,
/// and a word that no other save uses, so that the chunks of two writers (one fenced, but unaware)
/// never mix.
///
/// @param cell whose
/// @param next the next log offset to read after it
/// @param writer scheduler and a random word
record CheckpointKey(CellId cell, long next, String writer) {
  static final String MANIFEST = "manifest";
  private static final Pattern FORM =
      Pattern.compile("c([0-9]{1,4})/([0-9]{1,18})-([^/]+)/([0-9]+|manifest)");

  String chunk(int index) {
    return prefix() + index;
  }

  String manifest() {
    return prefix() + MANIFEST;
  }

  /// Null for a key of another form.
  static @Nullable CheckpointKey of(@Nullable String key) {
    if (key == null) {
      return null;
    }
    Matcher matcher = FORM.matcher(key);
    if (!matcher.matches()) {
      return null;
    }
    return new CheckpointKey(
        new CellId(Integer.parseInt(matcher.group(1))),
        Long.parseLong(matcher.group(2)),
        matcher.group(3));
  }

  private String prefix() {
    return "c%s/%d-%s/".formatted(cell, next, writer);
  }
}
