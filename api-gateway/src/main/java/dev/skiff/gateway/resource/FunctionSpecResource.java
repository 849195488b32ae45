package dev.skiff.gateway.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.function.EventFilter;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.function.Ordering;
import dev.skiff.contracts.function.Trigger;
import dev.skiff.gateway.manifest.Spans;
import java.util.List;

/// The `spec` of a Function, completed with the defaults: read as a manifest it means the same.
final class FunctionSpecResource {
  private FunctionSpecResource() {}

  static ObjectNode of(FunctionSpec spec) {
    ObjectNode node = Json.object();
    node.set("vm", Resource.plainVmSpec(spec.vm()));
    node.put("protocol", Resource.protocol(spec.protocol()))
        .put("port", spec.port())
        .put("concurrency", spec.concurrency())
        .put("readyTimeout", Spans.text(spec.readySeconds() * 1_000L))
        .put("timeout", Spans.text(spec.timeoutMillis()));
    node.putObject("scale")
        .put("min", spec.scale().min())
        .put("max", spec.scale().max())
        .put("prewarmed", spec.scale().prewarmed())
        .put("keepAlive", Spans.text(spec.scale().keepAliveMillis()));
    node.putObject("retries")
        .put("maxAttempts", spec.retries().maxAttempts())
        .put("backoff", Spans.text(spec.retries().firstPauseMillis()))
        .put("maxBackoff", Spans.text(spec.retries().longestPauseMillis()));
    if (spec.deadLetterTopic() != null) {
      node.putObject("deadLetter").put("topic", spec.deadLetterTopic());
    }
    node.set("placement", SpecResource.placement(spec.placement()));
    ArrayNode triggers = node.putArray("triggers");
    spec.triggers().forEach(trigger -> triggers.add(trigger(trigger)));
    return node;
  }

  private static ObjectNode trigger(Trigger trigger) {
    ObjectNode node = Json.object().put("name", trigger.name());
    switch (trigger) {
      case Trigger.Events events -> {
        node.putObject("events");
        filters(node, events.filters());
      }
      case Trigger.Topic topic -> {
        node.putObject("topic")
            .put("topic", topic.topic())
            .put("from", from(topic.from()))
            .put("ordering", ordering(topic.ordering()))
            .put("batchSize", topic.batchSize());
        filters(node, topic.filters());
      }
      case Trigger.Cron cron -> {
        ObjectNode clock = node.putObject("cron").put("schedule", cron.schedule());
        if (cron.zone() != null) {
          clock.put("timeZone", cron.zone());
        }
      }
    }
    return node;
  }

  private static String from(String from) {
    return Character.isDigit(from.charAt(0)) ? Times.text(Long.parseLong(from)) : from;
  }

  private static String ordering(Ordering ordering) {
    return switch (ordering) {
      case NONE -> "none";
      case KEY -> "key";
      case PARTITION -> "partition";
    };
  }

  private static void filters(ObjectNode trigger, List<EventFilter> filters) {
    if (!filters.isEmpty()) {
      trigger.set("filters", list(filters));
    }
  }

  private static ArrayNode list(List<EventFilter> filters) {
    ArrayNode list = Json.array();
    filters.forEach(filter -> list.add(filter(filter)));
    return list;
  }

  private static ObjectNode filter(EventFilter filter) {
    ObjectNode node = Json.object();
    switch (filter) {
      case EventFilter.Exact(var attributes) -> node.set("exact", Json.texts(attributes));
      case EventFilter.Prefix(var attributes) -> node.set("prefix", Json.texts(attributes));
      case EventFilter.Suffix(var attributes) -> node.set("suffix", Json.texts(attributes));
      case EventFilter.All(var filters) -> node.set("all", list(filters));
      case EventFilter.Any(var filters) -> node.set("any", list(filters));
      case EventFilter.Not(var filters) ->
          // A manifest negates one; more than one is none of any of them.
          node.set(
              "not",
              filters.size() == 1
                  ? filter(filters.getFirst())
                  : filter(new EventFilter.Any(filters)));
      case EventFilter.Cesql(String expression) -> node.put("cesql", expression);
    }
    return node;
  }
}
