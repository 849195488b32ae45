package dev.skiff.contracts.state;

/// Where a job is.
public enum JobStatus {
  /// Some of its VMs are not over.
  ACTIVE,
  /// Is being called off; some of its VMs are not over yet.
  CANCELLING,
  /// All its VMs ended with exit code 0.
  SUCCEEDED,
  /// All its VMs are over, and at least one failed.
  FAILED,
  /// Was called off, and all its VMs are over.
  CANCELLED;

  /// The status of a job with these counts.
  ///
  /// @param calledOff whether it has been cancelled
  public static JobStatus of(VmCounts counts, boolean calledOff) {
    if (counts.unfinished() > 0) {
      return calledOff ? CANCELLING : ACTIVE;
    }
    if (calledOff) {
      return CANCELLED;
    }
    return counts.failed() > 0 ? FAILED : SUCCEEDED;
  }

  /// Whether the job has been cancelled, and so starts nothing any more.
  public boolean isCalledOff() {
    return switch (this) {
      case CANCELLING, CANCELLED -> true;
      case ACTIVE, SUCCEEDED, FAILED -> false;
    };
  }

  public boolean isFinal() {
    return switch (this) {
      case SUCCEEDED, FAILED, CANCELLED -> true;
      case ACTIVE, CANCELLING -> false;
    };
  }
}
