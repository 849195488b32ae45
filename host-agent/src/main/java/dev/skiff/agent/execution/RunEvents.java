package dev.skiff.agent.execution;

import dev.skiff.agent.core.VmRun;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.report.VmHold;

/// Hears what becomes of runs. Called on virtual threads; may block.
public interface RunEvents {
  void started(VmRun run, StartPhases phases) throws InterruptedException;

  void held(VmRun run, VmHold hold) throws InterruptedException;

  /// @param wanted what it was told
  /// @param code stable
  /// @param detail a sentence
  void unchanged(VmRun run, VmHold wanted, String code, String detail) throws InterruptedException;

  void ended(VmRun run, ExitStatus exit) throws InterruptedException;
}
