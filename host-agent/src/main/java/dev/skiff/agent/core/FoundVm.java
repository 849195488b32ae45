package dev.skiff.agent.core;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.ExitStatus;

/// What an agent found of a VM when it started.
public sealed interface FoundVm {
  VmRun run();

  /// It runs: its VMM outlived the last agent.
  record Running(VmRun run, Resources resources, String image, long orderReceived)
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
