package dev.skiff.contracts.report;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.wire.WireRecord;
import java.util.List;

/// One thing that a host saw. Reports about a VM carry the incarnation; those of another one are
/// ignored.
public sealed interface Report extends WireRecord {
  /// An agent started: a new session. It has read `skiff.orders` to its end before it says so.
  ///
  /// @param facts the host as it is now
  /// @param running every VM found running
  /// @param finished VMs of the last session that ended meanwhile
  @JsonTypeName("saw-joined/1")
  record Joined(HostFacts facts, List<RunningVm> running, List<FinishedVm> finished)
      implements Report {
    public Joined {
      running = List.copyOf(running);
      finished = List.copyOf(finished);
    }
  }

  /// The host changed while running.
  @JsonTypeName("saw-facts-changed/1")
  record FactsChanged(HostFacts facts) implements Report {}

  /// The agent has taken an order to start a VM and begins.
  ///
  /// @param orderReceived when it read the order, microseconds since the epoch
  @JsonTypeName("saw-vm-accepted/1")
  record VmAccepted(VmId vm, int incarnation, long orderReceived) implements Report {}

  /// The VM's command runs.
  @JsonTypeName("saw-vm-started/1")
  record VmStarted(VmId vm, int incarnation, StartPhases phases) implements Report {}

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
