package dev.skiff.cli.vm;

import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.command.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which VMs to list.
final class VmFilter {
  private static final Set<String> KEYS = Set.of("state", "host", "job", "name", "namespace");

  private final Map<String, String> parameters = new LinkedHashMap<>();

  void put(String key, @Nullable String value) {
    if (value != null) {
      parameters.put(key, value);
    }
  }

  void byDefault(String key, String value) {
    parameters.putIfAbsent(key, value);
  }

  /// Adds a label selector to those there are.
  void select(@Nullable String selector) {
    if (selector != null) {
      parameters.merge("selector", selector, (one, other) -> one + "," + other);
    }
  }

  /// Adds a filter as Docker writes it: `state=running`, `label=team=media`.
  void add(String filter) {
    int equals = filter.indexOf('=');
    String key = equals < 0 ? filter : filter.substring(0, equals);
    String value = filter.substring(equals + 1);
    if (equals > 0 && key.equals("label")) {
      select(value);
    } else if (equals > 0 && KEYS.contains(key)) {
      parameters.put(key, value);
    } else if (equals > 0 && key.equals("status")) {
      parameters.put("state", value);
    } else {
      throw Failure.usage(
          "--filter: \"%s\" (expected: state=, host=, job=, name=, namespace= or label=)"
              .formatted(filter),
          null);
    }
  }

  ApiRequest apply(ApiRequest request) {
    ApiRequest filtered = request;
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      filtered = filtered.with(parameter.getKey(), parameter.getValue());
    }
    return filtered;
  }
}
