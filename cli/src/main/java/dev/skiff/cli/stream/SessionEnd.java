package dev.skiff.cli.stream;

/// How a session with a command in a guest ended.
public sealed interface SessionEnd {
  /// The command ended.
  ///
  /// @param code its exit code
  record Exited(int code) implements SessionEnd {}

  /// The VM ended without an exit code, or the command could not be started.
  ///
  /// @param code stable and kebab-case; may be empty
  /// @param detail a sentence
  record Failed(String code, String detail) implements SessionEnd {}

  /// The connection broke; the command goes on, as far as anybody knows.
  record Lost(String detail) implements SessionEnd {}

  /// The user let go of it.
  record Detached() implements SessionEnd {}
}
