package dev.skiff.contracts.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a job is for.
public enum JobKind {
  /// Runs its VMs to their end.
  @JsonProperty("job")
  JOB,
  /// Keeps its VMs running until it is cancelled; may be changed while it runs.
  @JsonProperty("service")
  SERVICE
}
