package dev.skiff.loadtests.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Collects violations: all are counted, the first ones are kept.
public final class Findings {
  private static final int KEPT = 200;

  private final List<Violation> violations = new ArrayList<>();
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

  void add(Kind kind, String where, String what) {
    counts.merge(kind, 1L, Long::sum);
    if (violations.size() < KEPT) {
      violations.add(new Violation(kind, where, what));
    }
  }

  public long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  public boolean isClean() {
    return counts.isEmpty();
  }

  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /// `0 lost, 0 doubled, 0 overcommitted`, and what else there is.
  public String sentence() {
    String illegal = count(Kind.ILLEGAL) == 0 ? "" : ", %d illegal".formatted(count(Kind.ILLEGAL));
    return "%d lost, %d doubled, %d overcommitted%s"
        .formatted(count(Kind.LOST), count(Kind.DOUBLED), count(Kind.OVERCOMMITTED), illegal);
  }
}
