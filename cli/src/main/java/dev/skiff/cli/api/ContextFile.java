package dev.skiff.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The file that remembers where the user's fleet is: `url: http://…` and, if needed, `token: …`.
final class ContextFile {
  private static final long MAX_BYTES = 64 * 1024;
  private static final List<String> KEYS = List.of("url", "token");

  /// @param token null when the file has none
  record Context(String url, @Nullable String token) {}

  private ContextFile() {}

  /// @return empty when there is no such file
  static Optional<Context> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    JsonNode tree = tree(file);
    for (var field : tree.properties()) {
      if (!KEYS.contains(field.getKey()) || !field.getValue().isTextual()) {
        throw new TargetException(
            "%s: %s (expected: url and token, each a text)".formatted(file, field.getKey()));
      }
    }
    String token = tree.path("token").textValue();
    return Optional.of(new Context(tree.path("url").asText(Target.DEFAULT_URL), token));
  }

  private static JsonNode tree(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new TargetException(file + ": larger than 64 KiB (expected: url and token)");
      }
      JsonNode tree = new JsonMapper(new YAMLFactory()).readTree(Files.readAllBytes(file));
      if (!tree.isObject()) {
        throw new TargetException(file + ": (expected: url: " + Target.DEFAULT_URL + ")");
      }
      return tree;
    } catch (IOException e) {
      throw new TargetException(file + ": cannot be read: " + firstLine(e));
    }
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
