package dev.skiff.cli.console;

import java.io.PrintStream;

/// Passes what a guest wrote on to this process's own streams, byte for byte and at once.
public final class GuestOutput {
  private final Surroundings surroundings;

  public GuestOutput(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// @throws OutputClosedException when nobody reads any more
  public void out(byte[] data, int offset, int length) {
    write(surroundings.out(), data, offset, length);
  }

  /// @throws OutputClosedException when nobody reads any more
  public void err(byte[] data, int offset, int length) {
    write(surroundings.err(), data, offset, length);
  }

  private static void write(PrintStream stream, byte[] data, int offset, int length) {
    stream.write(data, offset, length);
    stream.flush();
    if (stream.checkError()) {
      throw new OutputClosedException();
    }
  }
}
