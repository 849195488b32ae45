package dev.skiff.cli.output;

import java.util.ArrayList;
import java.util.List;

/// Facts about one thing, a line each, the values below each other.
public final class Sheet {
  private record Fact(String label, String value) {}

  private final List<Fact> facts = new ArrayList<>();

  /// Adds a fact, unless nothing is known about it. Without a label it goes on with the one before.
  public Sheet add(String label, String value) {
    if (!value.isEmpty()) {
      facts.add(new Fact(label, Printable.oneLine(value)));
    }
    return this;
  }

  public List<String> lines() {
    int width = facts.stream().mapToInt(fact -> fact.label().length()).max().orElse(0);
    return facts.stream().map(fact -> (label(fact, width) + fact.value()).stripTrailing()).toList();
  }

  private static String label(Fact fact, int width) {
    String colon = fact.label().isEmpty() ? " " : ":";
    return fact.label() + colon + " ".repeat(width - fact.label().length() + 2);
  }
}
