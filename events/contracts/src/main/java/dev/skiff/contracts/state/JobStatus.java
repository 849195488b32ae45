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

  public boolean isFinal() {
    return switch (this) {
      case SUCCEEDED, FAILED, CANCELLED -> true;
      case ACTIVE, CANCELLING -> false;
    };
  }
}
