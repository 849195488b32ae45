package dev.skiff.contracts.spec;

/// A selector over host labels that a host should match, but need not.
///
/// @param weight 1 to 100: how much it counts against the other preferences
public record Preference(Selector selector, int weight) {
  public Preference {
    if (weight < 1 || weight > 100) {
      throw new IllegalArgumentException("weight: " + weight + " (expected: 1 to 100)");
    }
  }
}
