package dev.skiff.cli.api;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The fleet that commands talk to.
///
/// @param url base of the API without a trailing slash, for example `http://127.0.0.1:7070`
/// @param token sent as a bearer token; null sends none
public record Target(URI url, @Nullable String token) {
  public static final String DEFAULT_URL = "http://127.0.0.1:7070";

  /// @param url as the user wrote it
  /// @param source where it was written, for the message
  /// @throws TargetException when it is no HTTP address
  public static Target of(String url, @Nullable String token, String source) {
    try {
      URI parsed = URI.create(url.replaceAll("/+$", ""));
      boolean http = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
      if (http && parsed.getHost() != null && parsed.getQuery() == null) {
        return new Target(parsed, token);
      }
    } catch (IllegalArgumentException e) {
      // Said below, in the same words as for an address of another kind.
    }
    throw new TargetException(
        "%s: \"%s\" (expected: such as %s)".formatted(source, url, DEFAULT_URL));
  }
}
