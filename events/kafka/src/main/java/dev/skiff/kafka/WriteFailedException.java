package dev.skiff.kafka;

/// A record was not acknowledged.
public final class WriteFailedException extends Exception {
  /// What may have become of the record.
  public enum Fate {
    /// It is certainly in no topic and never will be.
    NOT_WRITTEN,
    /// It may be there, or may still land.
    UNKNOWN
  }

  private final Fate fate;

  WriteFailedException(Fate fate, String message, Throwable cause) {
    super(message, cause);
    this.fate = fate;
  }

  public Fate fate() {
    return fate;
  }
}
