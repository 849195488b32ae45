package dev.skiff.cli.console;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

/// Everything a command touches outside itself, so that a test can stand in for the process.
///
/// @param environment variables
/// @param in standard input
/// @param out standard output: data only, in UTF-8
/// @param err standard error: everything said to people, in UTF-8
/// @param terminal what is known of the terminal
/// @param interrupts who is told when Ctrl-C is pressed
/// @param clock for ages
public record Surroundings(
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Terminal terminal,
    Interrupts interrupts,
    InstantSource clock) {
  private static final int OUT_BUFFER = 16 * 1024;
  private static final int ERR_BUFFER = 1024;

  /// The ones of this process.
  public static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        new FileInputStream(FileDescriptor.in),
        printer(FileDescriptor.out, OUT_BUFFER),
        printer(FileDescriptor.err, ERR_BUFFER),
        new ProcessTerminal(),
        new SignalInterrupts(),
        InstantSource.system());
  }

  private static PrintStream printer(FileDescriptor descriptor, int buffer) {
    OutputStream file = new BufferedOutputStream(new FileOutputStream(descriptor), buffer);
    return new PrintStream(file, descriptor == FileDescriptor.err, StandardCharsets.UTF_8);
  }

  /// Whether a stream may carry colours: it is a terminal, and nobody asked for none.
  public boolean colours(StandardStream stream) {
    String none = environment.getOrDefault("NO_COLOR", "");
    return none.isEmpty() && !"dumb".equals(environment.get("TERM")) && terminal.isTerminal(stream);
  }

  /// Whether the user asked for the stack behind an error.
  public boolean debug() {
    return environment.getOrDefault("SKIFF_DEBUG", "").equals("1");
  }
}
