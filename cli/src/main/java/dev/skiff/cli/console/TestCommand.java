package dev.skiff.cli.console;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/// Asks `test -t` about a stream, where /proc does not tell (macOS, BSD).
final class TestCommand {
  private TestCommand() {}

  static boolean isTerminal(StandardStream stream) {
    ProcessBuilder test = new ProcessBuilder("test", "-t", Integer.toString(stream.descriptor()));
    switch (stream) {
      case IN -> test.redirectInput(Redirect.INHERIT);
      case OUT -> test.redirectOutput(Redirect.INHERIT);
      case ERR -> test.redirectError(Redirect.INHERIT);
    }
    try {
      return test.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
