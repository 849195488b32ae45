package dev.skiff.contracts.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonPointer;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What Java says about the JSON of a record.
final class RecordShape {
  private RecordShape() {}

  static boolean isOptional(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /// Whether a type becomes a JSON object with its components as members.
  static boolean isObject(Class<?> type) {
    return type.isRecord()
        && Arrays.stream(type.getMethods()).noneMatch(m -> m.isAnnotationPresent(JsonValue.class));
  }

  static Set<String> members(Class<?> type, boolean withOptional) {
    Set<String> members =
        Arrays.stream(type.getRecordComponents())
            .filter(component -> withOptional || !isOptional(component))
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    if (WireRecord.class.isAssignableFrom(type)) {
      members.add("t");
    }
    return members;
  }

  /// Every place in a record's JSON that may be missing.
  static void optional(@Nullable Object value, JsonPointer at, Consumer<JsonPointer> found) {
    switch (value) {
      case null -> {}
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          optional(list.get(i), at.appendIndex(i), found);
        }
      }
      case Map<?, ?> map ->
          map.keySet().forEach(key -> found.accept(at.appendProperty(String.valueOf(key))));
      case Record record when isObject(record.getClass()) -> {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
          JsonPointer member = at.appendProperty(component.getName());
          if (isOptional(component)) {
            found.accept(member);
          }
          optional(read(record, component), member, found);
        }
      }
      default -> {}
    }
  }

  private static @Nullable Object read(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
