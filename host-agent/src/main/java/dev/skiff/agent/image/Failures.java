package dev.skiff.agent.image;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Turns what the machine reports into what a user can act on.
final class Failures {
  private Failures() {}

  /// @param doing what was attempted, for example `read image skiff/busybox:latest`
  static ImageException of(String doing, IOException cause) throws InterruptedException {
    throwIfInterrupted(cause);
    return ofStore(doing, cause);
  }

  /// Like [#of] where an interrupt is not expected to end the work.
  static ImageException ofStore(String doing, IOException cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof RefusedInput refused) {
        return refused.refusal();
      }
    }
    if (saysDiskFull(cause.getMessage())) {
      return new ImageException(
          "disk-full",
          "cannot %s: no space left on the image store's disk; remove images or make room"
              .formatted(doing),
          cause);
    }
    return new ImageException("store-failed", "cannot %s: %s".formatted(doing, cause), cause);
  }

  static boolean saysDiskFull(@Nullable String message) {
    if (message == null) {
      return false;
    }
    String lower = message.toLowerCase(Locale.ROOT);
    return lower.contains("no space left on device") || lower.contains("disk quota exceeded");
  }

  private static void throwIfInterrupted(IOException cause) throws InterruptedException {
    if (cause instanceof ClosedByInterruptException || cause instanceof InterruptedIOException) {
      Thread.interrupted();
      InterruptedException interrupted = new InterruptedException(cause.getMessage());
      interrupted.initCause(cause);
      throw interrupted;
    }
  }
}
