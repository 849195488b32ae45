package dev.skiff.cli.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.skiff.cli.command.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Reads manifests, YAML or JSON, several to a file. Only what decides where they go is looked at;
/// the API checks the rest.
public final class Manifests {
  private static final int MAX_BYTES = 1024 * 1024;
  private static final int MAX_DOCUMENTS = 100;

  private Manifests() {}

  /// Of jobs and services.
  ///
  /// @param source a file, or `-` for `in`
  public static List<ObjectNode> read(String source, InputStream in) {
    return read(source, in, List.of("Job", "Service"));
  }

  /// @param source a file, or `-` for `in`
  public static List<ObjectNode> functions(String source, InputStream in) {
    return read(source, in, List.of("Function"));
  }

  /// @param kinds that are taken; the first is meant by a manifest that does not say
  private static List<ObjectNode> read(String source, InputStream in, List<String> kinds) {
    String name = source.equals("-") ? "standard input" : source;
    List<ObjectNode> manifests = new ArrayList<>();
    for (JsonNode document : documents(name, bytes(source, name, in))) {
      manifests.add(
          manifest(document, "%s, document %d".formatted(name, manifests.size() + 1), kinds));
    }
    if (manifests.isEmpty()) {
      throw Failure.usage(
          "%s: no manifest in it (expected: kind: %s, spec: ...)".formatted(name, kinds.getFirst()),
          null);
    }
    return manifests;
  }

  private static byte[] bytes(String source, String name, InputStream in) {
    try {
      byte[] bytes;
      if (source.equals("-")) {
        bytes = in.readNBytes(MAX_BYTES + 1);
      } else {
        try (InputStream file = Files.newInputStream(Path.of(source))) {
          bytes = file.readNBytes(MAX_BYTES + 1);
        }
      }
      if (bytes.length > MAX_BYTES) {
        throw Failure.usage(name + ": more than 1 MiB (expected: manifests)", null);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw Failure.usage(name + ": no such file", null);
    } catch (IOException e) {
      throw Failure.usage(name + ": cannot be read: " + e.getMessage(), null);
    }
  }

  private static List<JsonNode> documents(String name, byte[] bytes) {
    // JSON is read as the YAML that it is.
    try (MappingIterator<JsonNode> parsed =
        new JsonMapper(new YAMLFactory()).readerFor(JsonNode.class).readValues(bytes)) {
      List<JsonNode> documents = new ArrayList<>();
      while (parsed.hasNextValue()) {
        JsonNode document = parsed.nextValue();
        if (document != null && !document.isNull() && !document.isMissingNode()) {
          documents.add(document);
        }
        if (documents.size() > MAX_DOCUMENTS) {
          throw Failure.usage(name + ": more than 100 manifests", "split it");
        }
      }
      return documents;
    } catch (JsonProcessingException e) {
      throw Failure.usage("%s:%s".formatted(name, where(e)), null);
    } catch (IOException e) {
      throw Failure.usage(name + ": " + e.getMessage(), null);
    }
  }

  private static String where(JsonProcessingException e) {
    // The parser shows the text around it on indented lines; its column says where already.
    String message =
        e.getOriginalMessage()
            .lines()
            .filter(line -> !line.startsWith(" "))
            .collect(Collectors.joining(": "));
    return e.getLocation() == null
        ? " " + message
        : "%d:%d: %s"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr(), message);
  }

  private static ObjectNode manifest(JsonNode document, String where, List<String> kinds) {
    if (!(document instanceof ObjectNode manifest)) {
      throw Failure.usage(
          "%s: not a manifest (expected: kind: %s, spec: ...)".formatted(where, kinds.getFirst()),
          null);
    }
    String kind = manifest.path("kind").asText(kinds.getFirst());
    if (!kinds.contains(kind)) {
      throw Failure.usage(
          "%s: kind: %s (expected: %s)".formatted(where, kind, String.join(" or ", kinds)), null);
    }
    return manifest;
  }
}
