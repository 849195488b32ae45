package dev.skiff.filters;

import dev.skiff.contracts.invocation.Event;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An event as expressions look at it: its attributes, not its data.
record EventView(Event event) implements CloudEvent {
  private static final Set<String> CONTEXT = SpecVersion.V1.getAllAttributes();

  @Override
  public @Nullable CloudEventData getData() {
    return null;
  }

  @Override
  public SpecVersion getSpecVersion() {
    return SpecVersion.V1;
  }

  @Override
  public String getId() {
    return required("id");
  }

  @Override
  public String getType() {
    return required("type");
  }

  @Override
  public URI getSource() {
    return URI.create(required("source"));
  }

  @Override
  public @Nullable String getDataContentType() {
    return event.attributes().get("datacontenttype");
  }

  @Override
  public @Nullable URI getDataSchema() {
    String schema = event.attributes().get("dataschema");
    return schema == null ? null : URI.create(schema);
  }

  @Override
  public @Nullable String getSubject() {
    return event.attributes().get("subject");
  }

  @Override
  public @Nullable OffsetDateTime getTime() {
    String time = event.attributes().get("time");
    return time == null ? null : OffsetDateTime.parse(time);
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return event.attributes().get(name);
  }

  @Override
  public @Nullable Object getExtension(String name) {
    return event.attributes().get(name);
  }

  @Override
  public Set<String> getExtensionNames() {
    return event.attributes().keySet().stream()
        .filter(name -> !CONTEXT.contains(name))
        .collect(Collectors.toUnmodifiableSet());
  }

  private String required(String name) {
    return event.attributes().getOrDefault(name, "");
  }
}
