package dev.skiff.cli.console;

import java.util.Optional;

/// The terminal that a person sits at, if there is one.
public interface Terminal {
  /// A size in characters.
  record Size(int columns, int rows) {}

  /// Hands keys on as they are pressed until it is closed.
  interface RawMode extends AutoCloseable {
    @Override
    void close();
  }

  boolean isTerminal(StandardStream stream);

  /// Empty when there is no terminal.
  Optional<Size> size();

  /// Switches line editing, echo and signal keys off.
  ///
  /// @throws TerminalException when there is no terminal, or it cannot be switched
  RawMode raw();

  /// Calls back, on some thread, whenever the size may have changed, until closed.
  Subscription onResize(Runnable changed);
}
