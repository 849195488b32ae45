package dev.skiff.contracts.request;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.wire.WireRecord;
import org.jspecify.annotations.Nullable;

/// What somebody wants of a cell: the values of `skiff.requests`. Each gets exactly one outcome in
/// the log.
public sealed interface Request extends WireRecord {
  /// Microseconds since the epoch after which the request must be refused rather than carried out:
  /// whoever asked has stopped waiting by then.
  long notAfter();

  /// Run a job.
  ///
  /// @param job its id, drawn by the gateway
  /// @param spec what to run
  /// @param held true keeps the VMs in `CREATED` until they are started
  /// @param idempotency null when the client gave no key
  /// @param submittedAt when the gateway took the request, microseconds since the epoch
  @JsonTypeName("submit-job/1")
  record SubmitJob(
      JobId job,
      JobSpec spec,
      boolean held,
      @Nullable IdempotencyKey idempotency,
      long submittedAt,
      long notAfter)
      implements Request {}

  /// Stop everything of a job and start no more of it.
  @JsonTypeName("cancel-job/1")
  record CancelJob(JobId job, long notAfter) implements Request {}

  /// Forget a finished job with its VMs.
  @JsonTypeName("remove-job/1")
  record RemoveJob(JobId job, long notAfter) implements Request {}

  /// Start a VM that was created held or that has ended.
  @JsonTypeName("start-vm/1")
  record StartVm(VmId vm, long notAfter) implements Request {}

  /// Stop a VM: SIGTERM, and after the grace its power is cut.
  ///
  /// @param graceMillis 0 to 3,600,000
  @JsonTypeName("stop-vm/1")
  record StopVm(VmId vm, long graceMillis, long notAfter) implements Request {
    public StopVm {
      if (graceMillis < 0 || graceMillis > 3_600_000) {
        throw new IllegalArgumentException(
            "grace: " + graceMillis + " ms (expected: 0 to 3600000)");
      }
    }
  }

  /// Cut a VM's power now.
  @JsonTypeName("kill-vm/1")
  record KillVm(VmId vm, long notAfter) implements Request {}

  /// Forget an ended VM and its logs.
  ///
  /// @param force also one that runs: it is killed first
  @JsonTypeName("remove-vm/1")
  record RemoveVm(VmId vm, boolean force, long notAfter) implements Request {}
}
