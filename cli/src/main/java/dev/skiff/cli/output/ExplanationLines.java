package dev.skiff.cli.output;

import dev.skiff.cli.view.Explanation;
import java.util.ArrayList;
import java.util.List;

/// An explanation for people: every blocker with its hosts, and what would help.
public final class ExplanationLines {
  private ExplanationLines() {}

  /// Its sentence left out; nothing when there is nothing to explain.
  ///
  /// @param colours whether headings may be coloured
  public static List<String> of(Explanation explanation, boolean colours) {
    List<String> lines = new ArrayList<>();
    if (!explanation.known()) {
      return lines;
    }
    if (!explanation.blockers().isEmpty()) {
      List<Column<Explanation.Blocker>> columns =
          List.of(
              Column.of("HOSTS", blocker -> Integer.toString(blocker.first())),
              Column.of("IN ALL", blocker -> Integer.toString(blocker.any())),
              Column.of("WHICH", Explanation.Blocker::reason));
      lines.addAll(new Table<>(columns, false, colours).lines(explanation.blockers()));
    }
    if (explanation.never()) {
      lines.add("Waiting does not help: no host would do even if it were empty.");
    }
    if (!explanation.remedy().isEmpty()) {
      lines.add("What would help: " + Printable.oneLine(explanation.remedy()));
    }
    return lines;
  }
}
