package dev.skiff.contracts.report;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.wire.WireRecord;
import java.util.List;

/// One thing that a host saw. Reports about a VM carry the incarnation; those of another one are
/// ignored.
public sealed interface Report extends WireRecord {
  /// An agent started: a new session. It has read `skiff.orders` to its end before it says so.
  ///
  /// @param journal random, drawn when the agent's journal was made: whether this is the agent that
  ///   joined before, or another one that goes by the same host id
  /// @param facts the host as it is now
  /// @param running every VM found running
  /// @param finished VMs of the last session that ended meanwhile
  @JsonTypeName("saw-joined/1")
  record Joined(String journal, HostFacts facts, List<RunningVm> running, List<FinishedVm> finished)
      implements Report {
    public Joined {
      running = List.copyOf(running);
      finished = List.copyOf(finished);
      if (journal.isEmpty() || journal.length() > 64) {
        throw new IllegalArgumentException("journal: 1 to 64 characters expected");
      }
    }
  }

  /// The host changed while running.
  @JsonTypeName("saw-facts-changed/1")
  record FactsChanged(HostFacts facts) implements Report {}

  /// The agent has taken an order to start VMs `first` to `first + count - 1` of a job, and begins.
  ///
  /// @param orderReceived when it read the order, microseconds since the epoch
  @JsonTypeName("saw-vms-accepted/1")
  record VmsAccepted(JobId job, int first, int count, int incarnation, long orderReceived)
      implements Report {
    public VmsAccepted {
      VmId.requireRun(first, count);
    }
  }

  /// The commands of VMs `first` to `first + count - 1` of a job run.
  ///
  /// @param phases of the last of them; VMs share a report only if theirs are within a millisecond
  @JsonTypeName("saw-vms-started/1")
  record VmsStarted(JobId job, int first, int count, int incarnation, StartPhases phases)
      implements Report {
    public VmsStarted {
      VmId.requireRun(first, count);
    }
  }

  /// The VM stands still in memory.
  @JsonTypeName("saw-vm-paused/1")
  record VmPaused(VmId vm, int incarnation) implements Report {}

  /// The VM's memory has been written to its host's disk, and its VMM is gone.
  @JsonTypeName("saw-vm-suspended/1")
  record VmSuspended(VmId vm, int incarnation) implements Report {}

  /// The VM goes on after it was paused or suspended.
  @JsonTypeName("saw-vm-resumed/1")
  record VmResumed(VmId vm, int incarnation) implements Report {}

  /// The VM could not be paused, suspended or resumed; it is as it was.
  ///
  /// @param code stable, such as `not-supported`
  /// @param detail a sentence
  @JsonTypeName("saw-vm-unchanged/1")
  record VmUnchanged(VmId vm, int incarnation, String code, String detail) implements Report {}

  /// The VM is over, or never came up.
  @JsonTypeName("saw-vm-ended/1")
  record VmEnded(VmId vm, int incarnation, ExitStatus exit) implements Report {}

  /// The host will not run the VM (its own check found no room, for example); nothing of it was
  /// started.
  ///
  /// @param code stable, such as `no-room`
  /// @param detail a sentence
  @JsonTypeName("saw-vm-refused/1")
  record VmRefused(VmId vm, int incarnation, String code, String detail) implements Report {}
}
