package dev.skiff.contracts.state;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a job is.
public enum JobStatus {
  /// Some of its VMs are not over.
  ACTIVE,
  /// Is being called off; some of its VMs are not over yet.
  CANCELLING,
  /// All its VMs ended with exit code 0.
  SUCCEEDED,
  /// All its VMs are over and at least one failed, or it was called off for failing.
  FAILED,
  /// Was called off, and all its VMs are over.
  CANCELLED;

  /// The status of a job with these counts.
  ///
  /// @param calledOff why it has been called off; null when it has not
  /// @param service goes on until it is called off
  public static JobStatus of(VmCounts counts, @Nullable CallOff calledOff, boolean service) {
    if (calledOff == null) {
      if (counts.unfinished() > 0 || service) {
        return ACTIVE;
      }
      return counts.failed() > 0 ? FAILED : SUCCEEDED;
    }
    if (counts.unfinished() > 0) {
      return CANCELLING;
    }
    return switch (calledOff) {
      case CANCELLED -> CANCELLED;
      case DEADLINE_EXCEEDED, BACKOFF_LIMIT_EXCEEDED -> FAILED;
    };
  }

  /// What may come next. A job whose VMs are over becomes active again when one of them is started;
  /// removing a VM that failed may turn a failure into a success.
  public Set<JobStatus> next() {
    return switch (this) {
      case ACTIVE -> EnumSet.of(CANCELLING, SUCCEEDED, FAILED, CANCELLED);
      case CANCELLING -> EnumSet.of(CANCELLED, FAILED);
      case SUCCEEDED -> EnumSet.of(ACTIVE);
      case FAILED -> EnumSet.of(ACTIVE, SUCCEEDED);
      case CANCELLED -> EnumSet.noneOf(JobStatus.class);
    };
  }

  public boolean isFinal() {
    return switch (this) {
      case SUCCEEDED, FAILED, CANCELLED -> true;
      case ACTIVE, CANCELLING -> false;
    };
  }
}
