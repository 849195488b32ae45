package dev.skiff.contracts.state;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Why a job was called off.
public enum CallOff {
  /// Somebody asked for it.
  @JsonProperty("cancelled")
  CANCELLED,
  /// It was active for longer than its deadline.
  @JsonProperty("deadline-exceeded")
  DEADLINE_EXCEEDED,
  /// Its VMs failed more often than its backoff limit.
  @JsonProperty("backoff-limit-exceeded")
  BACKOFF_LIMIT_EXCEEDED
}
