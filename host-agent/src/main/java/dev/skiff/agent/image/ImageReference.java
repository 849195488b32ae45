package dev.skiff.agent.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name of an image, in Docker's grammar: `[registry/]repository[:tag][@sha256:…]`.
///
/// As in Docker, the first component is a registry only if it contains a `.` or a `:` or is
/// `localhost`. Unlike Docker there is no default registry: any other name is local, and can be
/// imported but not pulled.
///
/// @param registry host and optional port; null for a local name
/// @param repository path below the registry, for example `library/alpine`
/// @param tag `latest` when the text gives neither tag nor digest; null when it gives a digest only
/// @param digest digest of a manifest, `sha256:` and 64 hex digits
public record ImageReference(
    @Nullable String registry, String repository, @Nullable String tag, @Nullable String digest) {

  private static final int MAX_LENGTH = 512;
  private static final int MAX_REPOSITORY_LENGTH = 255;
  private static final String DOCKER_HUB = "docker.io";

  private static final Pattern PARTS =
      Pattern.compile("(?<name>[^@]+?)(?::(?<tag>[^:/@]*))?(?:@(?<digest>.*))?");
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*"
              + "|\\[[0-9a-fA-F:]+\\])(?::[0-9]{1,5})?");
  private static final Pattern COMPONENT =
      Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  /// Reads a reference as a user writes it.
  ///
  /// @throws ImageException `invalid-reference`, saying which part is wrong
  public static ImageReference parse(String text) throws ImageException {
    if (text.isBlank() || text.length() > MAX_LENGTH) {
      throw invalid(text, "a name of 1 to %d characters".formatted(MAX_LENGTH));
    }
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      throw invalid(text, "[registry/]name[:tag][@sha256:digest]");
    }
    String name = parts.group("name");
    @Nullable String tag = parts.group("tag");
    @Nullable String digest = parts.group("digest");
    if (tag != null && !TAG.matcher(tag).matches()) {
      throw invalid(text, "a tag of letters, digits, '.', '_' and '-', at most 128 long");
    }
    if (digest != null && !Digest.isValid(digest)) {
      throw invalid(text, "a digest like sha256: followed by 64 hex digits");
    }
    @Nullable String registry = null;
    String repository = name;
    int slash = name.indexOf('/');
    if (slash > 0 && looksLikeHost(name.substring(0, slash))) {
      registry = name.substring(0, slash);
      repository = name.substring(slash + 1);
      if (!HOST.matcher(registry).matches()) {
        throw invalid(text, "a registry like host or host:port");
      }
      if (registry.equals("index.docker.io")) {
        registry = DOCKER_HUB;
      }
      if (registry.equals(DOCKER_HUB) && repository.indexOf('/') < 0) {
        repository = "library/" + repository;
      }
    }
    if (repository.length() > MAX_REPOSITORY_LENGTH) {
      throw invalid(text, "a repository of at most %d characters".formatted(MAX_REPOSITORY_LENGTH));
    }
    for (String component : repository.split("/", -1)) {
      if (!COMPONENT.matcher(component).matches()) {
        throw invalid(
            text, "lower-case name parts of letters and digits, joined by '.', '_' or '-'");
      }
    }
    return new ImageReference(
        registry, repository, tag == null && digest == null ? "latest" : tag, digest);
  }

  /// Whether the name says where to pull from.
  public boolean remote() {
    return registry != null;
  }

  /// The name without tag and digest.
  String name() {
    return registry == null ? repository : registry + "/" + repository;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name());
    if (tag != null) {
      text.append(':').append(tag);
    }
    if (digest != null) {
      text.append('@').append(digest);
    }
    return text.toString();
  }

  private static boolean looksLikeHost(String component) {
    return component.contains(".") || component.contains(":") || component.equals("localhost");
  }

  private static ImageException invalid(String text, String expected) {
    String shown = text.length() > 120 ? text.substring(0, 120) + "…" : text;
    return new ImageException(
        "invalid-reference", "image: \"%s\" (expected: %s)".formatted(shown, expected));
  }
}
