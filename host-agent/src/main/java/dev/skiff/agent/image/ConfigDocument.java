package dev.skiff.agent.image;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An image's configuration blob: its identity, its layers' content, how to run it.
///
/// @param digest of the blob, the image's identity
/// @param diffIds digests of the uncompressed layers, lowest first
record ConfigDocument(Digest digest, List<Digest> diffIds, ImageConfig config, long createdMicros) {

  static ConfigDocument of(byte[] json) throws ImageException {
    Document document = Document.parse(json, "config");
    Platform.check(document.get("os").text(), document.get("architecture").text());
    Document rootfs = document.get("rootfs");
    if (!rootfs.get("type").text().equals("layers")) {
      throw new ImageException(
          "unsupported-image",
          "config.rootfs.type: %s (expected: layers)".formatted(rootfs.get("type").text()));
    }
    List<Digest> diffIds = new ArrayList<>();
    for (Document diffId : rootfs.get("diff_ids").elements()) {
      diffIds.add(Digest.parse(diffId.text(), diffId.path()));
    }
    if (diffIds.size() > ImageLimits.MAX_LAYERS) {
      throw new ImageException(
          "image-too-large",
          "layers: %d (expected: <= %d)".formatted(diffIds.size(), ImageLimits.MAX_LAYERS));
    }
    return new ConfigDocument(
        Digest.of(json),
        List.copyOf(diffIds),
        document.has("config") ? execution(document.get("config")) : execution(),
        createdMicros(document));
  }

  /// Identifies the layers' merged content, as the OCI specification's chain ID does.
  Digest chainId() {
    StringBuilder chain = new StringBuilder();
    for (Digest diffId : diffIds) {
      chain.append(diffId).append('\n');
    }
    return Digest.of(chain.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ImageConfig execution() {
    return new ImageConfig(List.of(), List.of(), Map.of(), "/", null);
  }

  private static ImageConfig execution(Document config) throws ImageException {
    Map<String, String> env = new LinkedHashMap<>();
    for (Document variable : config.get("Env").elements()) {
      String text = variable.text();
      int equals = text.indexOf('=');
      if (equals == 0) {
        throw new ImageException(
            "malformed-image", "%s: no name (expected: NAME=value)".formatted(variable.path()));
      }
      env.put(
          equals < 0 ? text : text.substring(0, equals),
          equals < 0 ? "" : text.substring(equals + 1));
    }
    String workdir = config.optionalText("WorkingDir").orElse("");
    return new ImageConfig(
        config.get("Entrypoint").texts(),
        config.get("Cmd").texts(),
        env,
        workdir.startsWith("/") ? workdir : "/" + workdir,
        config.optionalText("User").filter(user -> !user.isBlank()).orElse(null));
  }

  /// A build date is only shown to people, so one that cannot be read is no reason to refuse.
  private static long createdMicros(Document document) {
    String created = document.node().path("created").asText("");
    try {
      return created.isEmpty()
          ? 0
          : Math.max(
              0,
              ChronoUnit.MICROS.between(Instant.EPOCH, OffsetDateTime.parse(created).toInstant()));
    } catch (DateTimeException | ArithmeticException e) {
      return 0;
    }
  }
}
