package dev.skiff.standalone.up;

/// The fleet could not be started; the message is a sentence for whoever wanted it.
final class FleetException extends Exception {
  FleetException(String message, Throwable cause) {
    super(message, cause);
  }

  FleetException(String message) {
    super(message);
  }
}
