package dev.skiff.contracts.function;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.wire.WireRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that invokes a function.
public sealed interface Trigger extends WireRecord {
  /// Unique within the function.
  String name();

  /// The CloudEvents that come by `POST /v1/events`.
  ///
  /// @param filters which of them; all must take the event, none takes every event
  @JsonTypeName("events-trigger/1")
  record Events(String name, List<EventFilter> filters) implements Trigger {
    public Events {
      filters = List.copyOf(filters);
    }
  }

  /// The records of a Kafka topic. A record that is no CloudEvent becomes one.
  ///
  /// @param topic its name on the fleet's brokers
  /// @param from where the first version that has the trigger begins: `latest`, `earliest`, or a
  ///   time in microseconds since the epoch
  /// @param filters which events; all must take the event, none takes every event
  /// @param batchSize records that are read and stored together, 1 to [#MAX_BATCH]
  @JsonTypeName("topic-trigger/1")
  record Topic(
      String name,
      String topic,
      String from,
      List<EventFilter> filters,
      Ordering ordering,
      int batchSize)
      implements Trigger {
    public static final int MAX_BATCH = 1_000;

    public Topic {
      filters = List.copyOf(filters);
      if (batchSize < 1 || batchSize > MAX_BATCH) {
        throw new IllegalArgumentException(
            "batchSize: " + batchSize + " (expected: 1 to " + MAX_BATCH + ")");
      }
    }
  }

  /// Moments of a clock.
  ///
  /// @param schedule minute, hour, day of month, month, day of week, as cron has them
  /// @param zone a time zone's name; null is UTC
  @JsonTypeName("cron-trigger/1")
  record Cron(String name, String schedule, @Nullable String zone) implements Trigger {}
}
