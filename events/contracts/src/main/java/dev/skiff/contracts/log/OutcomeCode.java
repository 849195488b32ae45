package dev.skiff.contracts.log;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How a request ended.
public enum OutcomeCode {
  /// Carried out.
  @JsonProperty("done")
  DONE,
  /// The same request was carried out before, under the same idempotency key; the outcome names
  /// that job.
  @JsonProperty("repeated")
  REPEATED,
  /// The idempotency key was used before with another body.
  @JsonProperty("key-reused")
  KEY_REUSED,
  /// Another job has the name.
  @JsonProperty("name-taken")
  NAME_TAKEN,
  /// No host of the cell could hold one of its VMs even if it were empty.
  @JsonProperty("never-fits")
  NEVER_FITS,
  /// The job does not fit as a whole right now, and was not to wait.
  @JsonProperty("no-room")
  NO_ROOM,
  /// The namespace would hold more than its quota.
  @JsonProperty("quota-exceeded")
  QUOTA_EXCEEDED,
  /// What was to be changed has changed meanwhile.
  @JsonProperty("conflict")
  CONFLICT,
  /// No such job, VM or host.
  @JsonProperty("not-found")
  NOT_FOUND,
  /// Cannot be done in the state it is in.
  @JsonProperty("wrong-state")
  WRONG_STATE,
  /// Came too late: whoever asked has stopped waiting.
  @JsonProperty("expired")
  EXPIRED,
  /// The cell holds as much as it may.
  @JsonProperty("cell-full")
  CELL_FULL,
  /// The record could not be read or handled.
  @JsonProperty("rejected")
  REJECTED
}
