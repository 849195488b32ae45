package dev.skiff.agent.core;

import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.spec.VmSpec;

/// Something to do. Effects on one run are carried out in order.
public sealed interface AgentEffect {
  /// Start the VM. Answered by `Started` and later `Ended`, or by `Ended` alone.
  ///
  /// @param exclusive it must not outlive the host's lease, whatever becomes of the agent
  /// @param orderReceived when its order was read, microseconds since the epoch
  record Boot(VmRun run, VmSpec spec, boolean exclusive, long orderReceived)
      implements AgentEffect {}

  /// Ask the VM's command to end, and power the VM off after the grace. Answered by `Ended`.
  record Stop(VmRun run, long graceMillis) implements AgentEffect {}

  /// Power the VM off, or call its boot off. Answered by `Ended`.
  record Kill(VmRun run) implements AgentEffect {}

  /// Power the VM off, or call its boot off, for the host's lease is over. Answered by `Ended` with
  /// the failure `lease-ended`.
  record Expire(VmRun run) implements AgentEffect {}

  /// Let the VM stand still, put it on disk, or let it go on. Of several, the last one counts.
  /// Answered by `Held` or `Unchanged`, unless the VM ends.
  record Hold(VmRun run, VmHold hold) implements AgentEffect {}

  /// Tell the watchdogs of exclusive VMs how long the host's lease runs.
  ///
  /// @param endsAt in the host's uptime, us
  record RenewLease(long endsAt) implements AgentEffect {}

  /// Remember durably that the end of the run was reported.
  record MarkReported(VmRun run) implements AgentEffect {}

  /// Remove the directory of a run that is over. Not answered.
  record Forget(VmRun run) implements AgentEffect {}

  /// Raise the session and drop what waits to be reported. Answered by `SessionOpened`.
  ///
  /// @param reason a sentence
  record Rejoin(String reason) implements AgentEffect {}
}
