package dev.skiff.contracts.invocation;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// A CloudEvent, whatever way it came.
///
/// @param attributes its context attributes and extensions by their names in the specification:
///   `id`, `source`, `type`, `specversion`, and `datacontenttype`, `subject`, `time`, ... if given
/// @param data what it carries
public record Event(Map<String, String> attributes, Payload data) {
  public Event {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    for (String name : new String[] {"id", "source", "type", "specversion"}) {
      if (attributes.getOrDefault(name, "").isEmpty()) {
        throw new IllegalArgumentException(name + ": missing (expected: a CloudEvents attribute)");
      }
    }
  }
}
