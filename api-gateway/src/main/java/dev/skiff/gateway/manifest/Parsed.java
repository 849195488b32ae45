package dev.skiff.gateway.manifest;

import java.util.List;

/// What became of a manifest.
///
/// @param <T> what it describes
public sealed interface Parsed<T> {
  /// It is in order.
  record Ok<T>(T value) implements Parsed<T> {}

  /// It is refused.
  ///
  /// @param errors everything that is wrong with it, in the order of the manifest
  record Refused<T>(List<FieldError> errors) implements Parsed<T> {
    public Refused {
      errors = List.copyOf(errors);
    }
  }
}
