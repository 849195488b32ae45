package dev.skiff.contracts.spec;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One condition of a [Selector].
///
/// @param key the label
/// @param operator how its value is compared
/// @param values one for EQUAL and NOT_EQUAL, one or more for IN and NOT_IN, none for EXISTS and
///   ABSENT
public record Requirement(String key, Operator operator, List<String> values) {
  /// How a label is compared. A label that is absent differs from every value, as in Kubernetes.
  public enum Operator {
    EQUAL,
    NOT_EQUAL,
    IN,
    NOT_IN,
    EXISTS,
    ABSENT
  }

  public Requirement {
    values = List.copyOf(values);
  }

  public boolean matches(Map<String, String> labels) {
    String value = labels.get(key);
    return switch (operator) {
      case EQUAL, IN -> value != null && values.contains(value);
      case NOT_EQUAL, NOT_IN -> value == null || !values.contains(value);
      case EXISTS -> value != null;
      case ABSENT -> value == null;
    };
  }

  @Override
  public String toString() {
    return switch (operator) {
      case EQUAL -> key + "=" + values.getFirst();
      case NOT_EQUAL -> key + "!=" + values.getFirst();
      case IN -> key + values.stream().collect(Collectors.joining(",", " in (", ")"));
      case NOT_IN -> key + values.stream().collect(Collectors.joining(",", " notin (", ")"));
      case EXISTS -> key;
      case ABSENT -> "!" + key;
    };
  }
}
