package dev.skiff.cli.command;

import org.jspecify.annotations.Nullable;

/// A command that cannot do what it was asked, said in a line, with what to do next.
public final class Failure extends RuntimeException {
  private final int exitCode;
  private final @Nullable String advice;

  /// @param advice what the user can do about it; null when the message says it
  public Failure(int exitCode, String message, @Nullable String advice) {
    super(message);
    this.exitCode = exitCode;
    this.advice = advice;
  }

  public Failure(String message, @Nullable String advice) {
    this(ExitCode.ERROR, message, advice);
  }

  /// The command line is wrong.
  public static Failure usage(String message, @Nullable String advice) {
    return new Failure(ExitCode.USAGE, message, advice);
  }

  public int exitCode() {
    return exitCode;
  }

  public @Nullable String advice() {
    return advice;
  }
}
