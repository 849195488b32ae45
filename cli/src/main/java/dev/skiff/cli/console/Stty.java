package dev.skiff.cli.console;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs `stty` on the controlling terminal: the portable way to its settings without native code.
final class Stty {
  private static final File TERMINAL = new File("/dev/tty");
  private static final int SECONDS = 5;

  private Stty() {}

  /// @return what it printed, without the line's end
  static String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectInput(TERMINAL).redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new TerminalException("stty %s: %s".formatted(String.join(" ", arguments), output));
      }
      return output;
    } catch (IOException e) {
      throw new TerminalException("no terminal to set: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TerminalException("interrupted while setting the terminal");
    }
  }
}
