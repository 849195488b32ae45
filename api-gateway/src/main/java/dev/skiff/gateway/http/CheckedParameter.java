package dev.skiff.gateway.http;

import io.vertx.core.json.JsonArray;
import io.vertx.json.schema.JsonSchema;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Parameter;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A parameter of an operation with what its schema asks for. The document keeps to the part of
/// JSON Schema that makes sense for a parameter's text: type, enum, pattern, length and range.
///
/// @param allowed values; empty allows all
/// @param pattern null for none
/// @param least of an integer, or length of a string
/// @param most of an integer, or length of a string
/// @param otherwise what it is when it is not given; null for nothing
record CheckedParameter(
    String name,
    boolean inQuery,
    boolean inHeader,
    boolean required,
    Kind kind,
    List<String> allowed,
    @Nullable Pattern pattern,
    long least,
    long most,
    @Nullable Object otherwise) {
  enum Kind {
    STRING,
    INTEGER,
    BOOLEAN
  }

  static CheckedParameter of(Parameter parameter) {
    JsonSchema schema = parameter.getSchema();
    Kind kind =
        switch (parameter.getSchemaType()) {
          case STRING -> Kind.STRING;
          case INTEGER -> Kind.INTEGER;
          case BOOLEAN -> Kind.BOOLEAN;
          default ->
              throw new IllegalStateException(
                  parameter.getName() + ": a parameter is a string, an integer or a boolean");
        };
    boolean integer = kind == Kind.INTEGER;
    String pattern = schema.get("pattern");
    Object otherwise = schema.get("default");
    return new CheckedParameter(
        parameter.getName(),
        parameter.getIn() == Location.QUERY,
        parameter.getIn() == Location.HEADER,
        parameter.isRequired(),
        kind,
        texts(schema.get("enum")),
        pattern == null ? null : Pattern.compile(pattern),
        number(schema.get(integer ? "minimum" : "minLength"), integer ? Long.MIN_VALUE : 0),
        number(schema.get(integer ? "maximum" : "maxLength"), Long.MAX_VALUE),
        otherwise instanceof Number number ? (Object) number.longValue() : otherwise);
  }

  /// The value of the text.
  ///
  /// @throws IllegalArgumentException when it does not fit
  Object parse(String text) {
    return switch (kind) {
      case BOOLEAN -> bool(text);
      case INTEGER -> integer(text);
      case STRING -> string(text);
    };
  }

  private static Object bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(found(text) + " (expected: true or false)");
    };
  }

  private Object integer(String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(found(text) + " (expected: a whole number)", e);
    }
    throw new IllegalArgumentException(
        "%s (expected: %d to %d)".formatted(found(text), least, most));
  }

  private Object string(String text) {
    if (!allowed.isEmpty() && !allowed.contains(text)) {
      throw new IllegalArgumentException(
          "%s (expected: %s)".formatted(found(text), String.join(" or ", allowed)));
    }
    if (text.length() < least || text.length() > most) {
      throw new IllegalArgumentException(
          "%s (expected: %d to %d characters)".formatted(found(text), least, most));
    }
    if (pattern != null && !pattern.matcher(text).find()) {
      throw new IllegalArgumentException(
          "%s (expected: to match %s)".formatted(found(text), pattern.pattern()));
    }
    return text;
  }

  private static String found(String text) {
    return "\"" + (text.length() <= 60 ? text : text.substring(0, 60) + "...") + "\"";
  }

  private static List<String> texts(@Nullable Object values) {
    return values instanceof JsonArray array
        ? array.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static long number(@Nullable Object value, long otherwise) {
    return value instanceof Number number ? number.longValue() : otherwise;
  }
}
