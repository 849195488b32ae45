package dev.skiff.loadtests.traces;

/// A trace has a line that is none.
public final class TraceFormatException extends RuntimeException {
  public TraceFormatException(String file, long line, String problem) {
    super("%s, line %d: %s".formatted(file, line, problem));
  }
}
