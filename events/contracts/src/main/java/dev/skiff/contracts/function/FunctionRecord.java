package dev.skiff.contracts.function;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.wire.WireRecord;

/// The values of `skiff.functions`. The last one of a key is what holds.
public sealed interface FunctionRecord extends WireRecord {
  /// Which function; the record's key.
  FunctionId id();

  /// A function was made or changed. The record's offset is its version.
  ///
  /// @param at when, microseconds since the epoch
  @JsonTypeName("function-deployed/1")
  record Deployed(FunctionSpec spec, long at) implements FunctionRecord {
    @Override
    public FunctionId id() {
      return spec.id();
    }
  }

  /// A function is gone. What waits for it is not carried out any more.
  ///
  /// @param at when, microseconds since the epoch
  @JsonTypeName("function-removed/1")
  record Removed(FunctionId id, long at) implements FunctionRecord {}
}
