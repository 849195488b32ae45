package dev.skiff.loadtests.check;

/// What a violation is a violation of.
public enum Kind {
  /// Something acknowledged has no outcome, or something that ran or was asked for is gone.
  LOST("lost"),
  /// Something happened twice.
  DOUBLED("doubled"),
  /// A host was promised more than it has.
  OVERCOMMITTED("overcommitted"),
  /// The log is not what its rules allow.
  ILLEGAL("illegal");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
