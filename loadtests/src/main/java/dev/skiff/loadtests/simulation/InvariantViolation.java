package dev.skiff.loadtests.simulation;

import org.jspecify.annotations.Nullable;

/// Something that must never happen did.
public final class InvariantViolation extends RuntimeException {
  InvariantViolation(String message) {
    super(message);
  }

  /// Formats only what is going to be thrown.
  @SuppressWarnings("AnnotateFormatMethod")
  static void require(boolean holds, String message, @Nullable Object... details) {
    if (!holds) {
      throw new InvariantViolation(message.formatted(details));
    }
  }
}
