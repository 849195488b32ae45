package dev.skiff.agent.vmm;

/// Where an [OutputLogReader] begins.
public sealed interface OutputStart {
  /// At the oldest record that is kept.
  record Oldest() implements OutputStart {}

  /// At the first record received at or after a moment.
  ///
  /// @param at microseconds since the epoch
  record Since(long at) implements OutputStart {}

  /// So that the given number of lines (of standard output and error together) come before the
  /// present end.
  ///
  /// @param lines 0 is the present end
  record LastLines(int lines) implements OutputStart {
    public LastLines {
      if (lines < 0) {
        throw new IllegalArgumentException("lines: " + lines + " (expected: >= 0)");
      }
    }
  }
}
