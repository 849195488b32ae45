package dev.skiff.contracts.state;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What becomes of a VM that has been told to end, once it has.
public enum AfterEnd {
  /// Nothing: it is over.
  @JsonProperty("stay")
  STAY,
  /// It is forgotten.
  @JsonProperty("remove")
  REMOVE,
  /// It is started again, on another host or with another spec; that does not count as an attempt.
  @JsonProperty("replace")
  REPLACE
}
