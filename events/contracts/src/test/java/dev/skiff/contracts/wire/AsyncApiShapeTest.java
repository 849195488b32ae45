package dev.skiff.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The schemas of `asyncapi.yaml` against the records, member by member.
class AsyncApiShapeTest {
  private static final Map<Class<?>, String> NUMBERS =
      Map.of(int.class, "int32", Integer.class, "int32", long.class, "int64", Long.class, "int64");

  private final AsyncApi api = AsyncApi.load();
  private final Set<String> described = new TreeSet<>();

  @Test
  void shouldDescribeEveryMemberOfEveryRecordAndNothingElse() {
    WireTypes.all().forEach(type -> check(type, AsyncApi.nameOf(type)));

    List<String> objects =
        AsyncApi.names(api.schemas()).stream()
            .filter(name -> api.schema(name).has("properties"))
            .toList();
    assertThat(described).containsExactlyElementsOf(objects);
  }

  @Test
  void shouldExplainEveryMember() {
    for (String name : AsyncApi.names(api.schemas())) {
      JsonNode schema = api.schema(name);
      assertThat(schema.path("description").asText()).as(name).isNotBlank();
      for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
        JsonNode value = member.getValue();
        if (!value.has("const") && !value.has("$ref")) {
          assertThat(value.path("description").asText())
              .as("%s.%s", name, member.getKey())
              .isNotBlank();
        }
      }
    }
  }

  @Test
  void shouldHaveNoSchemaThatNobodyNeeds() {
    Set<String> needed = new HashSet<>();
    for (JsonNode reference : api.document.findValues("$ref")) {
      needed.add(reference.asText());
    }

    assertThat(AsyncApi.names(api.schemas()))
        .allSatisfy(name -> assertThat(needed).contains("#/components/schemas/" + name));
  }

  private void check(Class<?> type, String name) {
    if (!described.add(name)) {
      return;
    }
    JsonNode schema = api.schema(name);
    JsonNode properties = schema.path("properties");
    assertThat(schema.path("additionalProperties").asBoolean(true)).as(name).isFalse();
    assertThat(AsyncApi.names(properties)).as(name).isEqualTo(RecordShape.members(type, true));
    Set<String> required = new TreeSet<>();
    schema.path("required").forEach(member -> required.add(member.asText()));
    assertThat(required).as("required: " + name).isEqualTo(RecordShape.members(type, false));
    if (WireRecord.class.isAssignableFrom(type)) {
      assertThat(properties.at("/t/const").asText()).isEqualTo(AsyncApi.typeOf(type));
    }
    for (RecordComponent component : type.getRecordComponents()) {
      checkMember(
          name + "." + component.getName(),
          component.getGenericType(),
          properties.path(component.getName()));
    }
  }

  private void checkMember(String where, Type type, JsonNode member) {
    JsonNode schema = api.resolve(member);
    String kind = schema.path("type").asText();
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == Map.class) {
        assertThat(kind).as(where).isEqualTo("object");
        assertThat(schema.at("/additionalProperties/type").asText()).isEqualTo("string");
      } else {
        assertThat(kind).as(where).isEqualTo("array");
        checkItems(where, (Class<?>) generic.getActualTypeArguments()[0], schema.path("items"));
      }
    } else if (NUMBERS.containsKey(type)) {
      assertThat(kind).as(where).isEqualTo("integer");
      assertThat(schema.path("format").asText()).as(where).isEqualTo(NUMBERS.get(type));
    } else if (type == boolean.class) {
      assertThat(kind).as(where).isEqualTo("boolean");
    } else if (RecordShape.isObject((Class<?>) type)) {
      check((Class<?>) type, nameOfObject(where, member));
      assertThat(nameOfObject(where, member)).isEqualTo(((Class<?>) type).getSimpleName());
    } else {
      assertThat(kind).as(where).isEqualTo("string");
      assertThat(enumOf(schema)).as(where).isEqualTo(constants((Class<?>) type));
    }
  }

  private void checkItems(String where, Class<?> type, JsonNode items) {
    if (!type.isSealed()) {
      checkMember(where + "[]", type, items);
      return;
    }
    assertThat(items.path("oneOf"))
        .as(where)
        .extracting(AsyncApi::target)
        .containsExactlyElementsOf(WireTypes.members(type).map(AsyncApi::nameOf).toList());
  }

  private static String nameOfObject(String where, JsonNode member) {
    JsonNode reference = member.has("allOf") ? member.at("/allOf/0") : member;
    assertThat(reference.has("$ref")).as("%s refers to a schema", where).isTrue();
    return AsyncApi.target(reference);
  }

  private static List<String> enumOf(JsonNode schema) {
    return Stream.of(schema.path("enum"))
        .flatMap(values -> values.valueStream())
        .map(JsonNode::asText)
        .toList();
  }

  private static List<String> constants(Class<?> type) {
    return type.isEnum()
        ? Arrays.stream(type.getEnumConstants())
            .map(constant -> Mappers.WIRE.convertValue(constant, String.class))
            .toList()
        : List.of();
  }
}
