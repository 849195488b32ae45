package dev.skiff.agent.app;

import org.jspecify.annotations.Nullable;

/// Where the agent's own endpoint listens.
///
/// @param bindAddress what to listen on; loopback unless configured
/// @param port 0 lets the system choose
/// @param advertisedAddress base URL under which gateways reach it, such as `http://10.0.0.7:7400`;
///   null is the bound address and port
/// @param token what callers must present as `Authorization: Bearer`; null asks for none
public record HttpSettings(
    String bindAddress, int port, @Nullable String advertisedAddress, @Nullable String token) {
  public static final HttpSettings LOOPBACK = new HttpSettings("127.0.0.1", 0, null, null);

  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
    if (advertisedAddress != null && !advertisedAddress.matches("https?://[^/\\s]+")) {
      throw new IllegalArgumentException(
          "advertisedAddress: \"" + advertisedAddress + "\" (expected: http://host:port)");
    }
    if (token != null && token.length() < 16) {
      throw new IllegalArgumentException("token: too short (expected: at least 16 characters)");
    }
  }

  @Override
  public String toString() {
    return "HttpSettings[bindAddress=%s, port=%d, advertisedAddress=%s, token=%s]"
        .formatted(bindAddress, port, advertisedAddress, token == null ? "none" : "set");
  }
}
