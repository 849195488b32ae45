package dev.skiff.gateway.manifest;

import dev.skiff.contracts.function.EventFilter;
import dev.skiff.filters.CesqlExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads filters of CloudEvents as Knative has them: each is one of `exact`, `prefix`, `suffix`
/// (attributes and texts), `all`, `any` (lists of filters), `not` (a filter) and `cesql` (an
/// expression).
final class FilterManifest {
  static final int MAX_FILTERS = 32;
  static final int MAX_DEPTH = 8;
  private static final String[] DIALECTS = {
    "exact", "prefix", "suffix", "all", "any", "not", "cesql"
  };
  private static final String EXPECTED =
      "(expected: exactly one of " + String.join(", ", DIALECTS) + ")";
  private static final Pattern ATTRIBUTE = Pattern.compile("[a-z0-9]{1,64}");

  private FilterManifest() {}

  /// Those that are in order; of the others, what is wrong becomes an error.
  static List<EventFilter> parse(Fields parent, String field) {
    return list(parent, field, 1);
  }

  private static List<EventFilter> list(Fields parent, String field, int depth) {
    List<EventFilter> filters = new ArrayList<>();
    for (Fields one : parent.objects(field, MAX_FILTERS, DIALECTS)) {
      filter(one, depth).ifPresent(filters::add);
    }
    return filters;
  }

  private static Optional<EventFilter> filter(Fields one, int depth) {
    if (!one.isObject()) {
      return Optional.empty();
    }
    List<String> given = List.of(DIALECTS).stream().filter(one::has).toList();
    if (given.size() != 1) {
      // Of one that is misspelt, that alone is said.
      if (!given.isEmpty() || one.isEmpty()) {
        one.errorHere((given.isEmpty() ? "no filter " : String.join(", ", given) + " ") + EXPECTED);
      }
      return Optional.empty();
    }
    if (depth > MAX_DEPTH) {
      one.errorHere("filters within filters (expected: at most %d levels)".formatted(MAX_DEPTH));
      return Optional.empty();
    }
    return switch (given.getFirst()) {
      case "exact" -> attributes(one, "exact").map(EventFilter.Exact::new);
      case "prefix" -> attributes(one, "prefix").map(EventFilter.Prefix::new);
      case "suffix" -> attributes(one, "suffix").map(EventFilter.Suffix::new);
      case "all" -> some(one, "all", depth).map(EventFilter.All::new);
      case "any" -> some(one, "any", depth).map(EventFilter.Any::new);
      case "not" ->
          filter(one.object("not", DIALECTS), depth + 1)
              .map(inner -> new EventFilter.Not(List.of(inner)));
      default -> expression(one);
    };
  }

  private static Optional<Map<String, String>> attributes(Fields one, String dialect) {
    Map<String, String> attributes = one.textMap(dialect);
    if (attributes.isEmpty()) {
      if (one.isEmptyAt(dialect)) {
        one.error(dialect, "no attributes (expected: at least one, such as type: com.example.a)");
      }
      return Optional.empty();
    }
    attributes.forEach((name, value) -> {
      if (!ATTRIBUTE.matcher(name).matches() || value.isEmpty()) {
        one.errorIn(
            dialect,
            name,
            "\"%s\" = \"%s\" (expected: an attribute of a-z and 0-9, and a text)"
                .formatted(name, value));
      }
    });
    return Optional.of(attributes);
  }

  private static Optional<List<EventFilter>> some(Fields one, String dialect, int depth) {
    List<EventFilter> inner = list(one, dialect, depth + 1);
    if (one.isEmptyAt(dialect)) {
      one.error(dialect, "no filters (expected: at least one)");
    }
    return inner.isEmpty() ? Optional.empty() : Optional.of(inner);
  }

  private static Optional<EventFilter> expression(Fields one) {
    String text =
        one.parsed(
            "cesql",
            "",
            expression -> {
              CesqlExpression.parse(expression);
              return expression;
            });
    return text.isEmpty() ? Optional.empty() : Optional.of(new EventFilter.Cesql(text));
  }
}
