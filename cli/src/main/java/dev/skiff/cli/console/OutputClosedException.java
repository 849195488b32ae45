package dev.skiff.cli.console;

/// Nobody reads standard output any more, as in `skiff logs -f x | head -1`: a reason to end, not
/// an error to talk about.
public final class OutputClosedException extends RuntimeException {
  OutputClosedException() {
    super("standard output was closed");
  }
}
