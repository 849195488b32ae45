package dev.skiff.cli.console;

/// The streams that every process starts with.
public enum StandardStream {
  IN(0),
  OUT(1),
  ERR(2);

  private final int descriptor;

  StandardStream(int descriptor) {
    this.descriptor = descriptor;
  }

  int descriptor() {
    return descriptor;
  }
}
