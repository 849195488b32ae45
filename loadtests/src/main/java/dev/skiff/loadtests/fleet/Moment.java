package dev.skiff.loadtests.fleet;

import dev.skiff.agent.core.AgentEffect;
import dev.skiff.agent.core.VmRun;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.VmHold;
import java.util.List;

/// Something that happens on a host at its time.
sealed interface Moment {
  /// VMs whose boots began together are up.
  record Booted(List<AgentEffect.Boot> boots, long begunAt) implements Moment {}

  /// A command ends, or a VM is ended.
  record Ended(VmRun run, ExitStatus exit) implements Moment {}

  /// A VM stands still or goes on.
  record Held(VmRun run, VmHold hold) implements Moment {}

  /// The end of the lease that the watchdog of an exclusive VM knows has come.
  record LeaseDue(VmRun run) implements Moment {}

  /// What waits to be reported is sent.
  record Flush() implements Moment {}

  /// The agent of a host is started again.
  record AgentBack() implements Moment {}
}
