package dev.skiff.loadtests.check;

/// Something that must not be.
///
/// @param where topic, partition and offset
/// @param what a sentence
public record Violation(Kind kind, String where, String what) {
  @Override
  public String toString() {
    return "%s at %s: %s".formatted(kind.word(), where, what);
  }
}
