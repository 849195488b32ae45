package dev.skiff.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The terminal of this process.
final class ProcessTerminal implements Terminal {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  @Override
  public boolean isTerminal(StandardStream stream) {
    // Java tells only about input and output together (System.console), and not about errors.
    try {
      String target =
          Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(stream.descriptor())))
              .toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return Files.notExists(DESCRIPTORS) && TestCommand.isTerminal(stream);
    }
  }

  @Override
  public Optional<Size> size() {
    try {
      String[] rowsAndColumns = Stty.run("size").split(" ", -1);
      Size size =
          new Size(Integer.parseInt(rowsAndColumns[1]), Integer.parseInt(rowsAndColumns[0]));
      return size.columns() > 0 && size.rows() > 0 ? Optional.of(size) : Optional.empty();
    } catch (TerminalException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  @Override
  public RawMode raw() {
    String before = Stty.run("-g");
    Runnable restore = () -> Stty.run(before);
    // Whatever ends the process, the shell gets its terminal back as it was.
    Thread atExit = Thread.ofPlatform().unstarted(restore);
    Runtime.getRuntime().addShutdownHook(atExit);
    Stty.run("raw", "-echo");
    return () -> {
      restore.run();
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException shuttingDown) {
        // The hook runs already, and does the same.
      }
    };
  }

  @Override
  public Subscription onResize(Runnable changed) {
    return Signals.handle("WINCH", changed);
  }
}
