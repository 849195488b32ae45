package dev.skiff.kafka;

import dev.skiff.contracts.wire.WireRecord;

/// A lane and where to begin reading it.
///
/// @param <T> the family of records on the lane
public record Feed<T extends WireRecord>(Lane<T> lane, Start start) {
  /// Where to begin.
  public sealed interface Start {
    /// @param offset of the first record to read
    record At(long offset) implements Start {}

    record Beginning() implements Start {}

    record End() implements Start {}
  }
}
