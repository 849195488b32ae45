package dev.skiff.loadtests.faults;

import dev.skiff.loadtests.results.Figure;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the checker said in the end.
///
/// @param said all that it printed
record Verdict(long lost, long doubled, long overcommitted, long illegal, String said) {
  private static final Pattern SENTENCE =
      Pattern.compile("(\\d+) lost, (\\d+) doubled, (\\d+) overcommitted(?:, (\\d+) illegal)?");

  static Verdict parse(String said) throws IOException {
    Matcher found = SENTENCE.matcher(said);
    if (!found.find()) {
      throw new IOException("the checker came to no verdict. It said:\n" + said);
    }
    String illegal = found.group(4);
    return new Verdict(
        Long.parseLong(found.group(1)),
        Long.parseLong(found.group(2)),
        Long.parseLong(found.group(3)),
        illegal == null ? 0 : Long.parseLong(illegal),
        said);
  }

  boolean isClean() {
    return lost + doubled + overcommitted + illegal == 0;
  }

  List<Figure> figures() {
    return List.of(
        Figure.atMost("lost", (double) lost, "", 0),
        Figure.atMost("doubled", (double) doubled, "", 0),
        Figure.atMost("overcommitted", (double) overcommitted, "", 0),
        Figure.atMost("illegal in the log", (double) illegal, "", 0));
  }
}
