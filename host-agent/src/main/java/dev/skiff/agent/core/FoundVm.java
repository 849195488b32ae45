package dev.skiff.agent.core;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.VmHold;

/// What an agent found of a VM when it started.
public sealed interface FoundVm {
  VmRun run();

  /// It runs: its VMM outlived the last agent.
  ///
  /// @param exclusive it runs under the host's lease
  /// @param hold whether it goes on
  record Running(
      VmRun run,
      Resources resources,
      String image,
      long orderReceived,
      boolean exclusive,
      VmHold hold)
      implements FoundVm {}

  /// It is over, and its directory is still there.
  ///
  /// @param reported whether the cell is known to have been told
  record Over(
      VmRun run,
      Resources resources,
      String image,
      long orderReceived,
      ExitStatus exit,
      boolean reported)
      implements FoundVm {}

  /// The last agent had accepted it and started nothing of it.
  record NeverStarted(VmRun run) implements FoundVm {}
}
