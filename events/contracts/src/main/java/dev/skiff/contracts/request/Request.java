package dev.skiff.contracts.request;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.Quota;
import dev.skiff.contracts.wire.WireRecord;
import org.jspecify.annotations.Nullable;

/// What somebody wants of a cell: the values of `skiff.requests`. Each gets exactly one outcome in
/// the log.
public sealed interface Request extends WireRecord {
  /// Microseconds since the epoch after which the request must be refused rather than carried out:
  /// whoever asked has stopped waiting by then.
  long notAfter();

  /// A request about one VM.
  sealed interface OfVm extends Request {
    VmId vm();
  }

  /// A request about one host.
  sealed interface OfHost extends Request {
    HostId host();
  }

  /// Run a job.
  ///
  /// @param job its id, drawn by the gateway
  /// @param spec what to run
  /// @param held true keeps the VMs in `CREATED` until they are started
  /// @param mayWait false refuses the job when it does not fit as a whole right now, so that
  ///   another cell can be asked
  /// @param idempotency null when the client gave no key
  /// @param submittedAt when the gateway took the request, microseconds since the epoch
  @JsonTypeName("submit-job/1")
  record SubmitJob(
      JobId job,
      JobSpec spec,
      boolean held,
      boolean mayWait,
      @Nullable IdempotencyKey idempotency,
      long submittedAt,
      long notAfter)
      implements Request {}

  /// What would become of a job, without running it.
  @JsonTypeName("plan-job/1")
  record PlanJob(JobSpec spec, long notAfter) implements Request {}

  /// Change a service while it runs.
  ///
  /// @param ifGeneration only if it is in this generation; null for whichever
  @JsonTypeName("update-job/1")
  record UpdateJob(JobId job, JobSpec spec, @Nullable Integer ifGeneration, long notAfter)
      implements Request {}

  /// Stop everything of a job and start no more of it.
  @JsonTypeName("cancel-job/1")
  record CancelJob(JobId job, long notAfter) implements Request {}

  /// Forget a finished job with its VMs.
  @JsonTypeName("remove-job/1")
  record RemoveJob(JobId job, long notAfter) implements Request {}

  /// Start a VM that was created held or that has ended.
  @JsonTypeName("start-vm/1")
  record StartVm(VmId vm, long notAfter) implements OfVm {}

  /// Stop a VM: SIGTERM, and after the grace its power is cut.
  ///
  /// @param graceMillis 0 to 3,600,000
  @JsonTypeName("stop-vm/1")
  record StopVm(VmId vm, long graceMillis, long notAfter) implements OfVm {
    public StopVm {
      if (graceMillis < 0 || graceMillis > 3_600_000) {
        throw new IllegalArgumentException(
            "grace: " + graceMillis + " ms (expected: 0 to 3600000)");
      }
    }
  }

  /// Cut a VM's power now.
  @JsonTypeName("kill-vm/1")
  record KillVm(VmId vm, long notAfter) implements OfVm {}

  /// Forget an ended VM and its logs.
  ///
  /// @param force also one that runs: it is killed first
  @JsonTypeName("remove-vm/1")
  record RemoveVm(VmId vm, boolean force, long notAfter) implements OfVm {}

  /// Let a VM stand still in memory.
  @JsonTypeName("pause-vm/1")
  record PauseVm(VmId vm, long notAfter) implements OfVm {}

  /// Write a VM's memory to its host's disk and end its VMM.
  @JsonTypeName("suspend-vm/1")
  record SuspendVm(VmId vm, long notAfter) implements OfVm {}

  /// Let a paused or suspended VM go on.
  @JsonTypeName("resume-vm/1")
  record ResumeVm(VmId vm, long notAfter) implements OfVm {}

  /// Give a host no new VMs.
  @JsonTypeName("cordon-host/1")
  record CordonHost(HostId host, long notAfter) implements OfHost {}

  /// End a host's cordon or drain: it takes VMs again.
  @JsonTypeName("uncordon-host/1")
  record UncordonHost(HostId host, long notAfter) implements OfHost {}

  /// Empty a host: no new VMs, and those on it go elsewhere.
  ///
  /// @param deadlineSeconds VMs that may not be started again are left to end by themselves for so
  ///   long; null for as long as they take
  /// @param force end them at the deadline
  /// @param dryRun only say what would move where
  @JsonTypeName("drain-host/1")
  record DrainHost(
      HostId host, @Nullable Long deadlineSeconds, boolean force, boolean dryRun, long notAfter)
      implements OfHost {
    public DrainHost {
      if (deadlineSeconds != null && (deadlineSeconds < 0 || deadlineSeconds > 604_800)) {
        throw new IllegalArgumentException(
            "deadlineSeconds: " + deadlineSeconds + " (expected: 0 to 604800)");
      }
    }
  }

  /// Forget a lost host.
  @JsonTypeName("remove-host/1")
  record RemoveHost(HostId host, long notAfter) implements OfHost {}

  /// Say what a namespace may hold in this cell.
  @JsonTypeName("set-quota/1")
  record SetQuota(String namespace, Quota quota, long notAfter) implements Request {}
}
