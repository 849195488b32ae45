package dev.skiff.cli.output;

import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.console.Surroundings;
import java.io.PrintStream;

/// One line on standard error that says what is going on, rewritten in place; silent where standard
/// error is no terminal. Closing wipes it.
public final class ProgressLine implements AutoCloseable {
  private static final String WIPE = "\r\u001b[K";
  private static final int DEFAULT_COLUMNS = 80;

  private final PrintStream err;
  private final boolean terminal;
  private final int columns;
  private String shown = "";

  public ProgressLine(Surroundings surroundings) {
    this.err = surroundings.err();
    this.terminal = surroundings.terminal().isTerminal(StandardStream.ERR);
    this.columns =
        terminal
            ? surroundings.terminal().size().map(size -> size.columns()).orElse(DEFAULT_COLUMNS)
            : DEFAULT_COLUMNS;
  }

  /// Shows `text` in the place of what was shown before.
  public synchronized void show(String text) {
    String line = Printable.shortened(Printable.oneLine(text), columns - 1);
    if (terminal && !line.equals(shown)) {
      err.print(WIPE + line);
      err.flush();
      shown = line;
    }
  }

  /// Whether anybody sees it.
  public boolean visible() {
    return terminal;
  }

  @Override
  public void close() {
    wipe();
  }

  /// Wipes the line, so that other output may be written.
  public synchronized void wipe() {
    if (!shown.isEmpty()) {
      err.print(WIPE);
      err.flush();
      shown = "";
    }
  }
}
