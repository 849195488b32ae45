package dev.skiff.contracts.invocation;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How an invocation ended, for good.
public enum Outcome {
  @JsonProperty("succeeded")
  SUCCEEDED,
  /// Its last attempt failed; the event is in the dead-letter topic, unless somebody waited for the
  /// result, who has the failure then.
  @JsonProperty("failed")
  FAILED,
  /// It was not begun in time, its function is gone, or somebody gave it up.
  @JsonProperty("dropped")
  DROPPED
}
