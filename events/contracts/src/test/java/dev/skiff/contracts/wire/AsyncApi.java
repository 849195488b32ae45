package dev.skiff.contracts.wire;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// `asyncapi.yaml`, as its tests look at it.
final class AsyncApi {
  private static final String SCHEMAS = "#/components/schemas/";

  /// AsyncAPI 3 describes values in the JSON Schema of draft 7.
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

  final JsonNode document;
  private final Map<String, Schema> compiled = new TreeMap<>();

  private AsyncApi(JsonNode document) {
    this.document = document;
  }

  static AsyncApi load() {
    try (InputStream yaml = AsyncApi.class.getResourceAsStream("/asyncapi.yaml")) {
      return new AsyncApi(new YAMLMapper().readTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a type is called among messages, schemas and golden files: `submit-job-1` for
  /// `submit-job/1`.
  static String nameOf(Class<?> type) {
    return typeOf(type).replace("~", "").replace('/', '-');
  }

  /// What a type is called in the member `t`.
  static String typeOf(Class<?> type) {
    return type.getAnnotation(JsonTypeName.class).value();
  }

  static JsonNode golden(Class<?> type) {
    try {
      return Mappers.WIRE.readTree(
          Files.readAllBytes(Path.of("src/test/resources/golden", nameOf(type) + ".json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode channel(String name) {
    return document.at("/channels/" + name);
  }

  JsonNode message(String name) {
    return document.at("/components/messages/" + name);
  }

  JsonNode schemas() {
    return document.at("/components/schemas");
  }

  JsonNode schema(String name) {
    return schemas().path(name);
  }

  /// What a member's schema is, behind references and what is said beside them.
  JsonNode resolve(JsonNode member) {
    if (member.has("allOf")) {
      return resolve(member.at("/allOf/0"));
    }
    return member.has("$ref") ? resolve(schema(target(member))) : member;
  }

  /// Name of the schema that a reference leads to.
  static String target(JsonNode reference) {
    return reference.path("$ref").asText().replace(SCHEMAS, "");
  }

  /// What is wrong with a value of a type; empty when it is as the document says.
  List<Error> validate(Class<?> type, JsonNode value) {
    return compiled
        .computeIfAbsent(nameOf(type), name -> compile(message(name).path("payload"), name))
        .validate(value);
  }

  private Schema compile(JsonNode payload, String name) {
    ObjectNode root = Mappers.WIRE.createObjectNode();
    // What stands inside a message has no payload of its own.
    String reference = payload.isMissingNode() ? SCHEMAS + name : payload.path("$ref").asText();
    root.putArray("allOf").addObject().put("$ref", reference);
    root.putObject("components").set("schemas", schemas());
    return REGISTRY.getSchema(root);
  }

  static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
