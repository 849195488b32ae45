package dev.skiff.gateway.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An object of a manifest, read field by field. What does not fit becomes an error and a
/// replacement value, so that one pass finds everything that is wrong.
final class Fields {
  private static final int MAX_SHOWN = 60;

  private final List<FieldError> errors;
  private final String pointer;
  private final @Nullable JsonNode node;

  private Fields(List<FieldError> errors, String pointer, @Nullable JsonNode node) {
    this.errors = errors;
    this.pointer = pointer;
    this.node = node;
  }

  /// The manifest itself.
  static Fields root(JsonNode node, List<FieldError> errors, String... known) {
    return object("#", node, errors, known);
  }

  /// A member that is an object; an absent one reads as empty.
  Fields object(String field, String... known) {
    return object(at(field), present(field), errors, known);
  }

  private static Fields object(
      String pointer, @Nullable JsonNode node, List<FieldError> errors, String... known) {
    if (node == null || !node.isObject()) {
      if (node != null) {
        errors.add(new FieldError(pointer, found(node, "an object")));
      }
      return new Fields(errors, pointer, null);
    }
    Fields fields = new Fields(errors, pointer, node);
    fields.refuseUnknown(List.of(known));
    return fields;
  }

  private void refuseUnknown(List<String> known) {
    if (node == null) {
      return;
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        String expected = known.isEmpty() ? "none" : "one of " + String.join(", ", known);
        String hint =
            NearestName.of(name, known)
                .map(nearest -> "unknown field; did you mean \"" + nearest + "\"?")
                .orElse("unknown field (expected: " + expected + ")");
        error(name, hint);
      }
    }
  }

  /// Whether it is there and an object; what is not has been said.
  boolean isObject() {
    return node != null;
  }

  /// Whether it has no members, known or not.
  boolean isEmpty() {
    return node == null || node.isEmpty();
  }

  /// Whether a member is a list or an object and has nothing in it.
  boolean isEmptyAt(String field) {
    JsonNode value = present(field);
    return value != null && value.isContainerNode() && value.isEmpty();
  }

  boolean has(String field) {
    return present(field) != null;
  }

  /// Whether a member that is an object has a member.
  boolean hasIn(String field, String inner) {
    JsonNode value = present(field);
    return value != null && value.hasNonNull(inner);
  }

  boolean isText(String field) {
    JsonNode value = present(field);
    return value != null && value.isTextual();
  }

  /// Only in an object that is there: of one that is missing, that alone is said.
  void require(String field, String what) {
    if (node != null && !has(field)) {
      error(field, "missing (expected: " + what + ")");
    }
  }

  /// About the object itself.
  void errorHere(String detail) {
    errors.add(new FieldError(pointer, detail));
  }

  void error(String field, String detail) {
    errors.add(new FieldError(at(field), detail));
  }

  @Nullable String text(String field, @Nullable String otherwise) {
    JsonNode value = present(field);
    if (value == null) {
      return otherwise;
    }
    if (!value.isTextual()) {
      error(field, found(value, "a string"));
      return otherwise;
    }
    return value.textValue();
  }

  /// Text that a function turns into something; its IllegalArgumentException becomes an error.
  <T> T parsed(String field, T otherwise, Function<String, T> parser) {
    String text = text(field, null);
    return text == null ? otherwise : parse(field, text, otherwise, parser);
  }

  /// As [#parsed], and a number is taken as its text.
  <T> T parsedTextOrNumber(String field, T otherwise, Function<String, T> parser) {
    JsonNode value = present(field);
    if (value != null && value.isNumber()) {
      return parse(field, value.decimalValue().toPlainString(), otherwise, parser);
    }
    return parsed(field, otherwise, parser);
  }

  private <T> T parse(String field, String text, T otherwise, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException refused) {
      error(field, field + ": " + refused.getMessage());
      return otherwise;
    }
  }

  long integer(String field, long otherwise, long least, long most) {
    JsonNode value = present(field);
    if (value == null) {
      return otherwise;
    }
    if (!value.isIntegralNumber()) {
      error(field, found(value, "a whole number"));
      return otherwise;
    }
    if (!value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
      error(field, "%s: %s (expected: %d to %d)".formatted(field, value, least, most));
      return otherwise;
    }
    return value.longValue();
  }

  boolean flag(String field, boolean otherwise) {
    JsonNode value = present(field);
    if (value == null || value.isBoolean()) {
      return value == null ? otherwise : value.booleanValue();
    }
    error(field, found(value, "true or false"));
    return otherwise;
  }

  List<String> texts(String field) {
    JsonNode value = present(field);
    List<String> texts = new ArrayList<>();
    if (value == null) {
      return texts;
    }
    if (!value.isArray()) {
      error(field, found(value, "a list of strings"));
      return texts;
    }
    for (int i = 0; i < value.size(); i++) {
      if (value.get(i).isTextual()) {
        texts.add(value.get(i).textValue());
      } else {
        error(field + "/" + i, found(value.get(i), "a string"));
      }
    }
    return texts;
  }

  Map<String, String> textMap(String field) {
    Map<String, String> texts = new LinkedHashMap<>();
    JsonNode value = present(field);
    if (value == null) {
      return texts;
    }
    if (!value.isObject()) {
      error(field, found(value, "an object of strings"));
      return texts;
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      if (member.getValue().isTextual()) {
        texts.put(member.getKey(), member.getValue().textValue());
      } else {
        errors.add(
            new FieldError(
                at(field) + "/" + escape(member.getKey()),
                found(member.getValue(), "a string; put it in quotes")));
      }
    }
    return texts;
  }

  /// A member that is a list of objects; an absent one is empty.
  List<Fields> objects(String field, int most, String... known) {
    JsonNode value = present(field);
    List<Fields> objects = new ArrayList<>();
    if (value == null) {
      return objects;
    }
    if (!value.isArray()) {
      error(field, found(value, "a list of objects"));
      return objects;
    }
    if (value.size() > most) {
      error(field, "%d %s (expected: at most %d)".formatted(value.size(), field, most));
      return objects;
    }
    for (int i = 0; i < value.size(); i++) {
      objects.add(object(at(field) + "/" + i, value.get(i), errors, known));
    }
    return objects;
  }

  /// The pointer of a member of a member.
  void errorIn(String field, String key, String detail) {
    errors.add(new FieldError(at(field) + "/" + escape(key), detail));
  }

  private @Nullable JsonNode present(String field) {
    return Optional.ofNullable(node)
        .map(object -> object.get(field))
        .filter(value -> !value.isNull())
        .orElse(null);
  }

  private String at(String field) {
    return pointer + "/" + field;
  }

  private static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  private static String found(JsonNode value, String expected) {
    String text = value.toString();
    String shown = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    return shown + " (expected: " + expected + ")";
  }
}
