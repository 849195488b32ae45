package dev.skiff.contracts.invocation;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What an invocation found.
public enum StartKind {
  /// A VM that had served before.
  @JsonProperty("warm")
  WARM,
  /// A VM that was restored from a snapshot for it.
  @JsonProperty("restored")
  RESTORED,
  /// A VM that was booted for it.
  @JsonProperty("cold")
  COLD
}
