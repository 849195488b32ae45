package dev.skiff.cli.console;

/// The terminal cannot do what is asked; the message says why.
public final class TerminalException extends RuntimeException {
  public TerminalException(String message) {
    super(message);
  }
}
