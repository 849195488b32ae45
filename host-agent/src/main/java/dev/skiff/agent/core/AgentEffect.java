package dev.skiff.agent.core;

import dev.skiff.contracts.spec.VmSpec;

/// Something to do. Effects on one run are carried out in order.
public sealed interface AgentEffect {
  /// Start the VM. Answered by `Started` and later `Ended`, or by `Ended` alone.
  ///
  /// @param orderReceived when its order was read, microseconds since the epoch
  record Boot(VmRun run, VmSpec spec, long orderReceived) implements AgentEffect {}

  /// Ask the VM's command to end, and power the VM off after the grace. Answered by `Ended`.
  record Stop(VmRun run, long graceMillis) implements AgentEffect {}

  /// Power the VM off, or call its boot off. Answered by `Ended`.
  record Kill(VmRun run) implements AgentEffect {}

  /// Remember durably that the end of the run was reported.
  record MarkReported(VmRun run) implements AgentEffect {}

  /// Remove the directory of a run that is over. Not answered.
  record Forget(VmRun run) implements AgentEffect {}

  /// Raise the session and drop what waits to be reported. Answered by `SessionOpened`.
  ///
  /// @param reason a sentence
  record Rejoin(String reason) implements AgentEffect {}
}
