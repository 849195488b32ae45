package dev.skiff.cli.console;

/// Ctrl-C, and a polite request to end (SIGTERM).
public interface Interrupts {
  /// Calls `action` on some thread at every interrupt until closed; without anybody listening an
  /// interrupt ends the process. The latest listener alone is called.
  Subscription listen(Runnable action);
}
