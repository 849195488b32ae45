package dev.skiff.contracts.log;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.Quota;
import dev.skiff.contracts.state.AfterEnd;
import dev.skiff.contracts.state.CallOff;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Plan;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.contracts.wire.WireRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One change of a cell's state, as decided by its machine. Applying an event decides nothing.
public sealed interface CellEvent extends WireRecord {
  /// How the request at an offset of `skiff.requests` ended. Every request gets exactly one.
  ///
  /// @param request its offset
  /// @param job the job it made or was about; null when there is none
  /// @param detail a sentence; empty when the code says it all
  @JsonTypeName("outcome/1")
  record Outcome(long request, OutcomeCode code, @Nullable JobId job, String detail)
      implements CellEvent {}

  /// A job was taken on, all of it; its VMs exist from now on.
  ///
  /// @param sequence its place in the order of arrival: the offset of its request
  /// @param held its VMs are CREATED rather than PENDING
  /// @param idempotency remembered for an hour; null for none
  /// @param submitted microseconds since the epoch
  @JsonTypeName("job-admitted/1")
  record JobAdmitted(
      JobId job,
      long sequence,
      JobSpec spec,
      boolean held,
      @Nullable IdempotencyKey idempotency,
      long submitted)
      implements CellEvent {}

  /// What would become of a job or of a drain, for the request at an offset of `skiff.requests`.
  @JsonTypeName("planned/1")
  record Planned(long request, Plan plan) implements CellEvent {}

  /// A job was refused so that another cell could be asked; the same key gets the same answer for
  /// an hour, or it might be taken on here as well later.
  @JsonTypeName("key-refused/1")
  record KeyRefused(IdempotencyKey key, OutcomeCode code, String detail) implements CellEvent {}

  /// A service has a new spec. VMs take it on as they are replaced.
  ///
  /// @param generation of the new spec
  @JsonTypeName("job-updated/1")
  record JobUpdated(JobId job, int generation, JobSpec spec) implements CellEvent {}

  /// A job is being called off.
  @JsonTypeName("job-cancelling/1")
  record JobCancelling(JobId job, CallOff why) implements CellEvent {}

  /// VMs `first` to `first + count - 1` were added to a service, pending.
  @JsonTypeName("vms-added/1")
  record VmsAdded(JobId job, int first, int count) implements CellEvent {
    public VmsAdded {
      VmId.requireRun(first, count);
    }
  }

  /// A job and its VMs are forgotten.
  @JsonTypeName("job-removed/1")
  record JobRemoved(JobId job) implements CellEvent {}

  /// Idempotency keys whose hour is over.
  @JsonTypeName("keys-expired/1")
  record KeysExpired(List<String> keys) implements CellEvent {
    public KeysExpired {
      keys = List.copyOf(keys);
    }
  }

  /// VMs `first` to `first + count - 1` of a job got a host; each is in its given incarnation now.
  @JsonTypeName("vms-assigned/1")
  record VmsAssigned(JobId job, int first, int count, int incarnation, HostId host)
      implements CellEvent {
    public VmsAssigned {
      VmId.requireRun(first, count);
    }
  }

  /// VMs of a job find no host. Said when it begins, and now and then while it goes on.
  @JsonTypeName("job-waiting/1")
  record JobWaiting(JobId job, Explanation explanation) implements CellEvent {}

  /// A VM is going to have the room of VMs that are being ended for it.
  @JsonTypeName("vm-nominated/1")
  record VmNominated(VmId vm, HostId host) implements CellEvent {}

  /// A host has begun to start VMs `first` to `first + count - 1` of a job.
  @JsonTypeName("vms-starting/1")
  record VmsStarting(JobId job, int first, int count, long orderReceived) implements CellEvent {
    public VmsStarting {
      VmId.requireRun(first, count);
    }
  }

  /// The commands of VMs `first` to `first + count - 1` of a job run.
  @JsonTypeName("vms-running/1")
  record VmsRunning(JobId job, int first, int count, StartPhases phases) implements CellEvent {
    public VmsRunning {
      VmId.requireRun(first, count);
    }
  }

  /// A VM is to stand still, to be put on disk, or to go on.
  @JsonTypeName("vm-wanted/1")
  record VmWanted(VmId vm, VmHold hold) implements CellEvent {}

  /// A VM stands still, is on disk, or goes on.
  @JsonTypeName("vm-held/1")
  record VmHeld(VmId vm, VmHold hold) implements CellEvent {}

  /// A VM could not be paused, suspended or resumed.
  ///
  /// @param reason a sentence
  @JsonTypeName("vm-unchanged/1")
  record VmUnchanged(VmId vm, String reason) implements CellEvent {}

  /// A host that joined again still runs a VM that it was given.
  @JsonTypeName("vm-adopted/1")
  record VmAdopted(VmId vm, HostId host, long session) implements CellEvent {}

  /// A VM has been told to end.
  ///
  /// @param graceMillis 0 cuts its power at once
  /// @param then what happens once it has ended
  /// @param reason why, a sentence; null when it was asked for
  @JsonTypeName("vm-stopping/1")
  record VmStopping(VmId vm, long graceMillis, AfterEnd then, @Nullable String reason)
      implements CellEvent {}

  /// A VM is over.
  ///
  /// @param status EXITED, FAILED, LOST or CANCELLED
  @JsonTypeName("vm-ended/1")
  record VmEnded(VmId vm, VmStatus status, ExitStatus exit) implements CellEvent {}

  /// A VM waits for a host (again).
  ///
  /// @param attempts how often its restart policy has started it again
  /// @param notBefore not placed before, microseconds since the epoch; 0 for at once
  /// @param avoid a host that refused it; null for none
  @JsonTypeName("vm-requeued/1")
  record VmRequeued(
      VmId vm, int attempts, long notBefore, @Nullable HostId avoid, @Nullable String reason)
      implements CellEvent {}

  /// A VM is forgotten.
  @JsonTypeName("vm-removed/1")
  record VmRemoved(VmId vm) implements CellEvent {}

  /// An agent started on a host. Everything that the log has on that host is ordered anew.
  ///
  /// @param journal of the agent
  @JsonTypeName("host-joined/1")
  record HostJoined(HostId host, long session, String journal, HostFacts facts)
      implements CellEvent {}

  /// An agent with another journal wanted to join as a host that is not lost. It was refused.
  ///
  /// @param session of that agent
  /// @param reason a sentence that says what to do
  @JsonTypeName("host-conflict/1")
  record HostConflict(HostId host, long session, String reason) implements CellEvent {}

  /// A host's facts changed.
  @JsonTypeName("host-changed/1")
  record HostChanged(HostId host, HostFacts facts) implements CellEvent {}

  /// A host has not been heard of for some seconds.
  @JsonTypeName("host-suspected/1")
  record HostSuspected(HostId host) implements CellEvent {}

  /// A suspected host was heard of again.
  @JsonTypeName("host-recovered/1")
  record HostRecovered(HostId host) implements CellEvent {}

  /// A host has not been heard of for long. Its VMs end as LOST in events of their own.
  @JsonTypeName("host-lost/1")
  record HostLost(HostId host) implements CellEvent {}

  /// A host gets no new VMs, for an operator wants it so.
  @JsonTypeName("host-cordoned/1")
  record HostCordoned(HostId host) implements CellEvent {}

  /// A host is neither cordoned nor drained any more.
  @JsonTypeName("host-uncordoned/1")
  record HostUncordoned(HostId host) implements CellEvent {}

  /// A host is being emptied.
  ///
  /// @param deadline microseconds since the epoch; 0 for none
  /// @param force what still runs at the deadline is ended
  @JsonTypeName("host-draining/1")
  record HostDraining(HostId host, long deadline, boolean force) implements CellEvent {}

  /// A host is forgotten.
  @JsonTypeName("host-removed/1")
  record HostRemoved(HostId host) implements CellEvent {}

  /// A host may run its exclusive VMs for a lease from the moment when it sent a heartbeat.
  ///
  /// @param heartbeat the heartbeat's `at`, by the host's clock
  /// @param millis how long from then on
  @JsonTypeName("lease-granted/1")
  record LeaseGranted(HostId host, long session, long heartbeat, long millis)
      implements CellEvent {}

  /// A namespace may hold this much.
  @JsonTypeName("quota-set/1")
  record QuotaSet(String namespace, Quota quota) implements CellEvent {}

  /// A VM runs on a host although the log has not placed it there.
  @JsonTypeName("ghost-seen/1")
  record GhostSeen(HostId host, VmId vm, int incarnation, Resources resources)
      implements CellEvent {}

  /// A ghost is over.
  @JsonTypeName("ghost-gone/1")
  record GhostGone(HostId host, VmId vm, int incarnation) implements CellEvent {}

  /// An input that could not be read, or on which the machine failed. It is passed over.
  ///
  /// @param topic `requests` or `reports`
  /// @param reason a sentence
  @JsonTypeName("input-rejected/1")
  record InputRejected(String topic, long offset, String reason) implements CellEvent {}
}
