package dev.skiff.gateway.manifest;

import dev.skiff.contracts.function.EventFilter;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.function.Ordering;
import dev.skiff.contracts.function.Trigger;
import dev.skiff.schedule.CronSchedule;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the `triggers` of a function. Each has a name and is one of `topic`, `events` and `cron`.
final class TriggerManifest {
  private static final int BATCH = 100;
  private static final String LATEST = "latest";
  private static final String EARLIEST = "earliest";
  private static final String[] KINDS = {"topic", "events", "cron"};
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

  private TriggerManifest() {}

  /// Those that are in order; of the others, what is wrong becomes an error.
  static List<Trigger> parse(Fields spec) {
    List<Trigger> triggers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields one :
        spec.objects(
            "triggers", FunctionSpec.MAX_TRIGGERS, "name", "topic", "events", "cron", "filters")) {
      if (!one.isObject()) {
        continue;
      }
      one.require("name", "a name; unique within the function");
      String name = one.parsed("name", "", Metadata::name);
      if (!name.isEmpty() && !names.add(name)) {
        one.error("name", "name: \"%s\" is another one's (expected: one each)".formatted(name));
      }
      trigger(one, name).ifPresent(triggers::add);
    }
    return triggers;
  }

  /// A topic's name as Kafka takes it.
  ///
  /// @throws IllegalArgumentException when it is none
  static String topic(String text) {
    if (!TOPIC.matcher(text).matches() || text.equals(".") || text.equals("..")) {
      throw new IllegalArgumentException(
          "\"%s\" (expected: 1 to 249 of letters, digits, '.', '_' and '-')"
              .formatted(text.length() <= 60 ? text : text.substring(0, 60) + "..."));
    }
    return text;
  }

  private static Optional<Trigger> trigger(Fields one, String name) {
    List<String> given = List.of(KINDS).stream().filter(one::has).toList();
    List<EventFilter> filters = FilterManifest.parse(one, "filters");
    if (given.size() != 1) {
      one.errorHere(
          "%s (expected: exactly one of %s)"
              .formatted(
                  given.isEmpty() ? "triggered by nothing" : String.join(", ", given),
                  String.join(", ", KINDS)));
      return Optional.empty();
    }
    return switch (given.getFirst()) {
      case "topic" -> Optional.of(ofTopic(one, name, filters));
      case "events" -> {
        one.object("events");
        yield Optional.of(new Trigger.Events(name, filters));
      }
      default -> {
        if (one.has("filters")) {
          one.error("filters", "filters: given (expected: none; a clock's moments are all alike)");
        }
        yield cron(one, name);
      }
    };
  }

  private static Trigger ofTopic(Fields one, String name, List<EventFilter> filters) {
    Fields topic = one.object("topic", "topic", "from", "ordering", "batchSize");
    topic.require("topic", "the name of a Kafka topic");
    return new Trigger.Topic(
        name,
        topic.parsed("topic", "refused", TriggerManifest::topic),
        topic.parsed("from", LATEST, TriggerManifest::from),
        filters,
        topic.parsed("ordering", Ordering.NONE, TriggerManifest::ordering),
        (int) topic.integer("batchSize", BATCH, 1, Trigger.Topic.MAX_BATCH));
  }

  private static String from(String text) {
    if (text.equals(LATEST) || text.equals(EARLIEST)) {
      return text;
    }
    try {
      Instant time = Instant.parse(text);
      if (!time.isBefore(Instant.EPOCH) && time.isBefore(Instant.parse("2200-01-01T00:00:00Z"))) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time));
      }
    } catch (DateTimeParseException refused) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "\"%s\" (expected: latest, earliest or a time such as 2026-11-24T05:00:00Z)"
            .formatted(text.length() <= 40 ? text : text.substring(0, 40) + "..."));
  }

  private static Ordering ordering(String text) {
    return switch (text) {
      case "none" -> Ordering.NONE;
      case "key" -> Ordering.KEY;
      case "partition" -> Ordering.PARTITION;
      default ->
          throw new IllegalArgumentException("\"" + text + "\" (expected: none, key or partition)");
    };
  }

  private static Optional<Trigger> cron(Fields one, String name) {
    Fields cron = one.object("cron", "schedule", "timeZone");
    cron.require("schedule", "minute, hour, day of month, month, day of week");
    String schedule = cron.parsed("schedule", "", TriggerManifest::schedule);
    String zone = cron.parsed("timeZone", "", text -> CronSchedule.zone(text).getId());
    return schedule.isEmpty()
        ? Optional.empty()
        : Optional.of(new Trigger.Cron(name, schedule, zone.isEmpty() ? null : zone));
  }

  private static String schedule(String text) {
    if (CronSchedule.parse(text, null).next(Instant.EPOCH).isEmpty()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" never comes (expected: a schedule with moments)");
    }
    return text;
  }
}
