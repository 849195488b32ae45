package dev.skiff.contracts.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Whether a VM on its host goes on.
public enum VmHold {
  @JsonProperty("none")
  NONE,
  /// Stands still in memory.
  @JsonProperty("paused")
  PAUSED,
  /// Its memory is on disk, and it has no VMM.
  @JsonProperty("suspended")
  SUSPENDED
}
