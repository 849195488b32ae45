package dev.skiff.agent.execution;

import dev.skiff.agent.core.VmRun;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.StartPhases;

/// Hears what becomes of runs. Called on virtual threads; may block.
public interface RunEvents {
  void started(VmRun run, StartPhases phases) throws InterruptedException;

  void ended(VmRun run, ExitStatus exit) throws InterruptedException;
}
