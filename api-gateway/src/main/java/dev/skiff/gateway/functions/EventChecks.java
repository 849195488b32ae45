package dev.skiff.gateway.functions;

import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.Payload;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.types.Time;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Turns a CloudEvent into one that is stored, within bounds.
final class EventChecks {
  /// Characters of all attributes and their names.
  private static final int MAX_ATTRIBUTES = 32 * 1024;

  private static final List<String> REQUIRED = List.of("id", "source", "type");

  private EventChecks() {}

  /// @param where which event, for the refusal
  static Event checked(CloudEvent event, String where) {
    if (event.getSpecVersion() != SpecVersion.V1) {
      throw EventReader.invalid(
          "%sspecversion: \"%s\" (expected: 1.0)".formatted(where, event.getSpecVersion()));
    }
    Map<String, String> attributes = new TreeMap<>();
    int size = 0;
    for (String name : event.getAttributeNames()) {
      put(attributes, name, event.getAttribute(name));
    }
    for (String name : event.getExtensionNames()) {
      put(attributes, name, event.getExtension(name));
    }
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      size += attribute.getKey().length() + attribute.getValue().length();
    }
    for (String name : REQUIRED) {
      if (attributes.getOrDefault(name, "").isEmpty()) {
        throw EventReader.invalid("%s%s: empty (expected: a text)".formatted(where, name));
      }
    }
    if (size > MAX_ATTRIBUTES) {
      throw tooLarge(where, "attributes", size, MAX_ATTRIBUTES);
    }
    byte[] data = event.getData() == null ? new byte[0] : event.getData().toBytes();
    return new Event(attributes, payload(data, where));
  }

  static Payload payload(byte[] data, String where) {
    if (data.length > Payload.MAX_BYTES) {
      throw tooLarge(where, "data", data.length, Payload.MAX_BYTES);
    }
    return Payload.of(data);
  }

  private static Problem tooLarge(String where, String what, int size, int most) {
    return Problem.of(
        ProblemCode.BODY_TOO_LARGE,
        "%s%d bytes of %s (expected: at most %d)".formatted(where, size, what, most));
  }

  private static void put(Map<String, String> attributes, String name, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case OffsetDateTime time -> attributes.put(name, Time.writeTime(time));
      case byte[] bytes -> attributes.put(name, Base64.getEncoder().encodeToString(bytes));
      default -> attributes.put(name, value.toString());
    }
  }
}
