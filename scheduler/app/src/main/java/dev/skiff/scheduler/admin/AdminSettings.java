package dev.skiff.scheduler.admin;

/// Where the operator's endpoint listens. It is not authenticated and says what the fleet runs, so
/// it belongs on loopback or an operators' network.
///
/// @param bindAddress an address of this machine
/// @param port 1 to 65535, or 0 to let the system choose
public record AdminSettings(String bindAddress, int port) {
  public AdminSettings {
    if (bindAddress.isBlank()) {
      throw new IllegalArgumentException("bindAddress: \"\" (expected: an address)");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
  }
}
