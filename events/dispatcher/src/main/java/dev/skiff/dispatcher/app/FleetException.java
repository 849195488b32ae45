package dev.skiff.dispatcher.app;

/// The fleet's API refused something, or did not answer.
final class FleetException extends Exception {
  private final String code;

  /// @param code stable, such as `no-room`
  FleetException(String code, String detail) {
    super(detail);
    this.code = code;
  }

  String code() {
    return code;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
