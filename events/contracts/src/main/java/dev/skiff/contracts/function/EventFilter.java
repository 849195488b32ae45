package dev.skiff.contracts.function;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.wire.WireRecord;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which CloudEvents a trigger takes, in the dialects of the CloudEvents Subscriptions API that
/// Knative has.
public sealed interface EventFilter extends WireRecord {
  /// Each attribute has this value.
  @JsonTypeName("filter-exact/1")
  record Exact(Map<String, String> attributes) implements EventFilter {
    public Exact {
      attributes = sorted(attributes);
    }
  }

  /// Each attribute begins so.
  @JsonTypeName("filter-prefix/1")
  record Prefix(Map<String, String> attributes) implements EventFilter {
    public Prefix {
      attributes = sorted(attributes);
    }
  }

  /// Each attribute ends so.
  @JsonTypeName("filter-suffix/1")
  record Suffix(Map<String, String> attributes) implements EventFilter {
    public Suffix {
      attributes = sorted(attributes);
    }
  }

  /// Every one of these takes the event.
  @JsonTypeName("filter-all/1")
  record All(List<EventFilter> filters) implements EventFilter {
    public All {
      filters = List.copyOf(filters);
    }
  }

  /// At least one of these takes the event.
  @JsonTypeName("filter-any/1")
  record Any(List<EventFilter> filters) implements EventFilter {
    public Any {
      filters = List.copyOf(filters);
    }
  }

  /// None of these takes the event.
  @JsonTypeName("filter-not/1")
  record Not(List<EventFilter> filters) implements EventFilter {
    public Not {
      filters = List.copyOf(filters);
    }
  }

  /// The expression in the CloudEvents SQL is true of the event.
  @JsonTypeName("filter-cesql/1")
  record Cesql(String expression) implements EventFilter {}

  private static Map<String, String> sorted(Map<String, String> attributes) {
    if (attributes.isEmpty()) {
      throw new IllegalArgumentException("attributes: {} (expected: at least one)");
    }
    return Collections.unmodifiableMap(new TreeMap<>(attributes));
  }
}
