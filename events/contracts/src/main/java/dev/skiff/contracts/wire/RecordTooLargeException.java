package dev.skiff.contracts.wire;

/// A record that takes more bytes than its topic allows.
public final class RecordTooLargeException extends IllegalArgumentException {
  RecordTooLargeException(String what, int bytes, int maxBytes) {
    super("%s: %d bytes (expected: at most %d)".formatted(what, bytes, maxBytes));
  }
}
