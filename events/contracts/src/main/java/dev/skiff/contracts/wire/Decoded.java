package dev.skiff.contracts.wire;

/// What became of a record's bytes.
///
/// @param <T> the family of types expected on the topic
public sealed interface Decoded<T> {
  /// It was read.
  record Ok<T>(T record) implements Decoded<T> {}

  /// Its type is unknown here, and may be skipped.
  record Skipped<T>(String type) implements Decoded<T> {}

  /// Its type is unknown here, and must not be skipped: this reader is too old.
  record TooNew<T>(String type) implements Decoded<T> {}

  /// It is not a record of this topic.
  ///
  /// @param reason a sentence
  record Refused<T>(String reason) implements Decoded<T> {}
}
