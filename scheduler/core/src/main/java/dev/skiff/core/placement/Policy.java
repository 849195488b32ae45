package dev.skiff.core.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which of the hosts that have room is the best: a weighted sum of small scorers. Scores are whole
/// numbers, [#POINT] to the point, so that sums do not depend on the order in which they are taken.
public final class Policy {
  /// One point of a scorer with weight 1.
  static final int POINT = 1 << 16;

  private static final double MOST_WEIGHT = 100;

  private static final Map<String, Scorer> SCORERS =
      Stream.of(
              new BestFit(),
              new WorstFit(),
              new Balance(),
              new WholePieces(),
              new LifetimeFit(),
              new EmptyLast(),
              new ImageLocality())
          .collect(Collectors.toMap(Scorer::name, scorer -> scorer, (a, b) -> a, TreeMap::new));

  public static final Policy DEFAULT = parse("best-fit:1,whole-pieces:1.1,empty-last:3,image:0.2");

  private final List<Weighted> parts;
  private final Weighted[] fixed;
  private final Weighted[] changing;

  private record Weighted(Scorer scorer, double weight) {}

  private Policy(List<Weighted> parts) {
    this.parts = parts;
    this.fixed = parts.stream().filter(p -> p.scorer.isFixed()).toArray(Weighted[]::new);
    this.changing = parts.stream().filter(p -> !p.scorer.isFixed()).toArray(Weighted[]::new);
  }

  /// @param text `default`, or names of scorers, each with a weight or else 1:
  ///   `best-fit:1,image:0.5`
  /// @throws IllegalArgumentException when it is not a policy; the message says what would be
  public static Policy parse(String text) {
    if (text.strip().equals("default")) {
      return DEFAULT;
    }
    List<Weighted> parts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] words = part.strip().split(":", 2);
      Scorer scorer = SCORERS.get(words[0].strip());
      if (scorer == null) {
        throw new IllegalArgumentException(
            "policy: \"%s\" in \"%s\" (expected: default, or some of %s, each with a weight such as best-fit:2)"
                .formatted(words[0].strip(), text, String.join(", ", SCORERS.keySet())));
      }
      if (parts.stream().anyMatch(p -> p.scorer.equals(scorer))) {
        throw new IllegalArgumentException(
            "policy: %s twice in \"%s\" (expected: once)".formatted(scorer.name(), text));
      }
      parts.add(new Weighted(scorer, words.length == 1 ? 1 : weight(words[1].strip(), text)));
    }
    return new Policy(List.copyOf(parts));
  }

  /// What follows from the host's facts.
  int fixed(HostSlot host, Ask ask) {
    return sum(fixed, host, ask, 0);
  }

  /// What follows from what is on the host.
  int changing(HostSlot host, Ask ask, long now) {
    return sum(changing, host, ask, now);
  }

  /// Whether a host's score changes as time goes by.
  boolean isTimed() {
    return parts.stream().anyMatch(part -> part.scorer.isTimed());
  }

  /// More than what the policy can make of any two hosts: what a job wishes comes first.
  int wish() {
    double most = 0;
    for (Weighted part : parts) {
      most += part.weight;
    }
    return (int) Math.ceil(most) * POINT;
  }

  private static int sum(Weighted[] parts, HostSlot host, Ask ask, long now) {
    double sum = 0;
    for (Weighted part : parts) {
      sum += part.weight * part.scorer.score(host, ask, now);
    }
    return (int) (sum * POINT);
  }

  private static double weight(String word, String text) {
    @Nullable Double weight = null;
    try {
      weight = Double.valueOf(word);
    } catch (NumberFormatException e) {
      // Said below.
    }
    if (weight == null || !(weight > 0 && weight <= MOST_WEIGHT)) {
      throw new IllegalArgumentException(
          "policy: weight \"%s\" in \"%s\" (expected: above 0, at most %d)"
              .formatted(word, text, (int) MOST_WEIGHT));
    }
    return weight;
  }

  /// As it is parsed.
  @Override
  public String toString() {
    return parts.stream()
        .map(p -> String.format(Locale.ROOT, "%s:%s", p.scorer.name(), p.weight))
        .collect(Collectors.joining(","));
  }
}
