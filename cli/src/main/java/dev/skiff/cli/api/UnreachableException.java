package dev.skiff.cli.api;

import java.net.URI;

/// Nobody answered at the fleet's address, or not in time.
public final class UnreachableException extends RuntimeException {
  private final URI url;
  private final boolean refused;

  /// @param refused whether no connection came about, so that nothing was sent
  public UnreachableException(URI url, boolean refused, Throwable cause) {
    super("cannot reach " + url, cause);
    this.url = url;
    this.refused = refused;
  }

  public URI url() {
    return url;
  }

  /// Whether the address is this machine's own.
  public boolean here() {
    String host = url.getHost();
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /// Whether no connection came about.
  public boolean refused() {
    return refused;
  }
}
