package dev.skiff.gateway.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.Payload;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.resource.Json;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.rw.CloudEventRWException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads CloudEvents 1.0 as HTTP carries them: in `ce-` headers around the data (binary), as one
/// JSON object (structured), or as a list of those (batch).
public final class EventReader {
  /// Events of a batch.
  public static final int MAX_BATCH = 1_000;

  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final String ANY = "application/cloudevents";
  private static final String PREFIX = "ce-";
  private static final JsonFormat FORMAT = new JsonFormat();

  private EventReader() {}

  /// Whether a request says that it is a CloudEvent, in whichever way.
  public static boolean isEvent(Call call) {
    return type(call).startsWith(ANY)
        || call.headers().keySet().stream().anyMatch(name -> name.startsWith(PREFIX));
  }

  /// The one event of a request.
  ///
  /// @throws Problem when it is none
  public static Event single(Call call) {
    String type = type(call);
    if (type.equals(STRUCTURED)) {
      return structured(json(call.bytes()), "");
    }
    if (type.startsWith(ANY)) {
      throw unsupported(type, STRUCTURED);
    }
    return binary(call);
  }

  /// The events of a request: all of them, or none.
  ///
  /// @throws Problem when one of them is none
  public static List<Event> all(Call call) {
    if (!type(call).equals(BATCH)) {
      if (!isEvent(call)) {
        throw unsupported(type(call), "%s, %s, or ce- headers".formatted(STRUCTURED, BATCH));
      }
      return List.of(single(call));
    }
    JsonNode batch = json(call.bytes());
    if (!batch.isArray() || batch.size() > MAX_BATCH) {
      throw invalid(
          batch.isArray()
              ? "%d events (expected: at most %d)".formatted(batch.size(), MAX_BATCH)
              : "the batch is no list (expected: a JSON list of CloudEvents)");
    }
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      events.add(structured(batch.get(i), "event %d: ".formatted(i)));
    }
    return events;
  }

  private static String type(Call call) {
    String type = call.headers().getOrDefault("content-type", "");
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static JsonNode json(byte[] body) {
    try {
      return Json.read(body);
    } catch (JsonProcessingException e) {
      throw invalid(firstLine(e.getOriginalMessage()));
    }
  }

  /// @param where which event, for the refusal
  private static Event structured(JsonNode json, String where) {
    if (!json.isObject()) {
      throw invalid(where + "is no JSON object");
    }
    try {
      return EventChecks.checked(FORMAT.deserialize(Json.write(json)), where);
    } catch (EventDeserializationException e) {
      String message =
          e.getCause() instanceof JsonProcessingException json1
              ? json1.getOriginalMessage()
              : String.valueOf(e.getMessage());
      throw invalid(where + firstLine(message));
    }
  }

  private static Event binary(Call call) {
    CloudEventBuilder event = CloudEventBuilder.v1();
    try {
      for (Map.Entry<String, String> header : call.headers().entrySet()) {
        String attribute = attribute(header.getKey());
        String value = HeaderText.decoded(header.getKey(), header.getValue());
        if (attribute == null) {
          continue;
        }
        if (!attribute.equals("specversion")) {
          event.withContextAttribute(attribute, value);
        } else if (!value.equals("1.0")) {
          throw invalid("specversion: \"%s\" (expected: 1.0)".formatted(value));
        }
      }
      if (!call.headers().containsKey(PREFIX + "specversion")) {
        throw invalid("ce-specversion: missing (expected: 1.0)");
      }
      if (call.bytes().length > 0) {
        event.withData(call.bytes());
      }
      return EventChecks.checked(event.build(), "");
    } catch (CloudEventRWException | IllegalStateException e) {
      throw invalid(firstLine(String.valueOf(e.getMessage())));
    }
  }

  /// Null for a header that is no attribute.
  private static @Nullable String attribute(String header) {
    if (header.equals("content-type")) {
      return "datacontenttype";
    }
    return header.startsWith(PREFIX) ? header.substring(PREFIX.length()) : null;
  }

  /// What somebody sent to a function that is no event of its own.
  public static Payload data(byte[] bytes) {
    return EventChecks.payload(bytes, "");
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  static Problem invalid(String detail) {
    return Problem.of(ProblemCode.INVALID_EVENT, detail);
  }

  private static Problem unsupported(String found, String expected) {
    return Problem.of(
        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
        "Content-Type: %s (expected: %s)".formatted(found.isEmpty() ? "none" : found, expected));
  }
}
