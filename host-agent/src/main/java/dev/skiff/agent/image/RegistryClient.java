package dev.skiff.agent.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import land.oras.ContainerRef;
import land.oras.auth.AuthProvider;
import land.oras.auth.AuthStoreAuthenticationProvider;
import land.oras.auth.HttpClient;
import land.oras.auth.HttpClient.ResponseWrapper;
import land.oras.auth.NoAuthProvider;
import land.oras.auth.Scopes;
import land.oras.exception.OrasException;
import org.jspecify.annotations.Nullable;

/// Talks to registries through ORAS, which brings authentication (`~/.docker/config.json`, token
/// servers) and redirects. Its streaming call is used for manifests too, because the convenient one
/// reads a document of any size into memory before its digest can be looked at.
final class RegistryClient {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int FIRST_ERROR = 400;

  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1\\])(?::[0-9]+)?");

  private final HttpClient http = HttpClient.Builder.builder().build();

  /// @param mediaType as the registry calls it; may be wrong
  record Answer(String mediaType, InputStream body) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /// @param digestOrTag what to fetch from the reference's repository
  Answer manifest(ImageReference reference, String digestOrTag) throws ImageException {
    return get(reference, "manifests/" + digestOrTag, MediaTypes.ACCEPT);
  }

  Answer blob(ImageReference reference, Digest digest) throws ImageException {
    return get(reference, "blobs/" + digest, "application/octet-stream");
  }

  private Answer get(ImageReference reference, String what, String accept) throws ImageException {
    String registry = registryOf(reference);
    ContainerRef container = ContainerRef.parse(registry + "/" + reference.repository());
    URI uri =
        URI.create(
            "%s://%s/v2/%s/%s"
                .formatted(
                    isLoopback(registry) ? "http" : "https",
                    container.getApiRegistry(),
                    reference.repository(),
                    what));
    try {
      ResponseWrapper<InputStream> response =
          http.download(uri, Map.of("Accept", accept), Scopes.of(container), credentials());
      Answer answer =
          new Answer(response.headers().getOrDefault("content-type", ""), response.response());
      if (response.statusCode() >= FIRST_ERROR) {
        close(answer);
        throw failed(reference, response.statusCode(), null);
      }
      return answer;
    } catch (OrasException e) {
      throw failed(reference, e.getStatusCode(), e);
    }
  }

  /// Only what cannot leave this machine is fetched without TLS.
  static boolean isLoopback(String registry) {
    return LOOPBACK.matcher(registry).matches();
  }

  private static String registryOf(ImageReference reference) {
    String registry = reference.registry();
    if (registry == null) {
      throw new IllegalArgumentException(
          "reference: %s (expected: a registry)".formatted(reference));
    }
    // ORAS takes a host for one only with a dot or a port in it.
    return registry.equals("localhost") ? "localhost:80" : registry;
  }

  /// Read anew every time: people log in while the agent runs.
  private static AuthProvider credentials() {
    try {
      return new AuthStoreAuthenticationProvider();
    } catch (OrasException e) {
      return new NoAuthProvider();
    }
  }

  private static void close(Answer answer) {
    try {
      answer.close();
    } catch (IOException e) {
      // The answer was an error and its text is not used.
    }
  }

  private static ImageException failed(
      ImageReference reference, int status, @Nullable OrasException cause) {
    String registry = reference.registry();
    ImageException failure =
        switch (status) {
          case UNAUTHORIZED, FORBIDDEN ->
              new ImageException(
                  "registry-denied",
                  "%s does not let this host pull %s: log in with \"docker login\" or \"skopeo login\", or check the name"
                      .formatted(registry, reference));
          case NOT_FOUND ->
              new ImageException(
                  "image-not-found", "%s has no image %s".formatted(registry, reference));
          default ->
              new ImageException(
                  "registry-unreachable",
                  status > 0
                      ? "%s answered with status %d; try again later".formatted(registry, status)
                      : "%s cannot be reached: %s".formatted(registry, reason(cause)));
        };
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }

  private static String reason(@Nullable Throwable failure) {
    String reason = "no answer";
    for (Throwable at = failure; at != null; at = at.getCause()) {
      reason = at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
    }
    return reason;
  }
}
