package dev.skiff.standalone.up;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Says what has been started and when, on the stream for people. Steps may end on any thread.
final class Progress {
  private final PrintStream err;
  private final LongSupplier nanos;
  private final long began;

  Progress(PrintStream err, LongSupplier nanos) {
    this.err = err;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  void done(String what) {
    err.println(String.format(Locale.ROOT, "%5.1f s  %s", seconds(), what));
    err.flush();
  }

  double seconds() {
    return (nanos.getAsLong() - began) / 1e9;
  }
}
