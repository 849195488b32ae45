package dev.skiff.agent.image;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A part of a JSON document from outside, read with types and errors that name the field.
///
/// @param path where this part is, for example `manifest.layers[2]`
record Document(String path, JsonNode node) {
  /// Duplicate keys are refused: two readers of such a document may see different images.
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  static Document parse(byte[] json, String path) throws ImageException {
    if (json.length > ImageLimits.MAX_DOCUMENT_BYTES) {
      throw new ImageException(
          "image-too-large",
          "%s: %d bytes of JSON (expected: <= %d)"
              .formatted(path, json.length, ImageLimits.MAX_DOCUMENT_BYTES));
    }
    try {
      JsonNode node = MAPPER.readTree(json);
      return new Document(path, node == null ? MAPPER.missingNode() : node);
    } catch (IOException e) {
      throw new ImageException("malformed-image", "%s: not valid JSON".formatted(path), e);
    }
  }

  boolean has(String name) {
    return node.hasNonNull(name);
  }

  Document get(String name) throws ImageException {
    if (!node.isObject()) {
      throw wrongType("an object");
    }
    return new Document(path + "." + name, node.path(name));
  }

  String text() throws ImageException {
    if (!node.isTextual()) {
      throw wrongType("a string");
    }
    if (node.textValue().indexOf('\0') >= 0) {
      throw wrongType("a string without NUL characters");
    }
    return node.textValue();
  }

  Optional<String> optionalText(String name) throws ImageException {
    return has(name) ? Optional.of(get(name).text()) : Optional.empty();
  }

  long size() throws ImageException {
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
      throw wrongType("a size in bytes, >= 0");
    }
    return node.longValue();
  }

  /// The elements of an array; none when it is missing or null.
  List<Document> elements() throws ImageException {
    List<Document> elements = new ArrayList<>();
    if (node.isMissingNode() || node.isNull()) {
      return elements;
    }
    if (!node.isArray()) {
      throw wrongType("an array");
    }
    for (JsonNode element : node) {
      elements.add(new Document("%s[%d]".formatted(path, elements.size()), element));
    }
    return elements;
  }

  List<String> texts() throws ImageException {
    List<String> texts = new ArrayList<>();
    for (Document element : elements()) {
      texts.add(element.text());
    }
    return texts;
  }

  private ImageException wrongType(String expected) {
    return new ImageException(
        "malformed-image",
        "%s: %s (expected: %s)"
            .formatted(path, node.isMissingNode() ? "missing" : kind(), expected));
  }

  private String kind() {
    String shown = node.toString();
    return shown.length() > 80 ? shown.substring(0, 80) + "…" : shown;
  }
}
