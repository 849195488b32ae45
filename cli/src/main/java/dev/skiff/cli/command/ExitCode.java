package dev.skiff.cli.command;

/// What the process tells its parent. A command that runs something in a guest exits with the
/// guest's own code instead.
public final class ExitCode {
  public static final int OK = 0;
  public static final int ERROR = 1;

  /// The command line is wrong, or no host took the VM.
  public static final int USAGE = 2;

  public static final int NOT_PLACED = 2;
  public static final int TIMEOUT = 124;

  /// Ctrl-C before there was anything to take a code from: 128 + SIGINT, as shells have it.
  public static final int INTERRUPTED = 130;

  /// Nobody reads standard output any more: 128 + SIGPIPE.
  public static final int OUTPUT_CLOSED = 141;

  private ExitCode() {}
}
