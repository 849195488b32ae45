package dev.skiff.dispatcher.trigger;

import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.function.Trigger;
import dev.skiff.kafka.KafkaSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The triggers of the functions of a partition, running while this dispatcher owns it. One that
/// does not change with a new version goes on undisturbed. Safe for concurrent use.
public final class Triggers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Triggers.class);

  private record Running(Trigger trigger, AutoCloseable runner) {}

  private final KafkaSettings settings;
  private final InvocationSink sink;
  private final InstantSource clock;
  private final Map<FunctionId, List<Running>> running = new HashMap<>();
  private boolean closed;

  public Triggers(KafkaSettings settings, InvocationSink sink, InstantSource clock) {
    this.settings = settings;
    this.sink = sink;
    this.clock = clock;
  }

  /// A function is as this says from now on.
  ///
  /// @param since when it was deployed
  public synchronized void deployed(FunctionSpec spec, Instant since) {
    if (closed) {
      return;
    }
    List<Running> before = running.getOrDefault(spec.id(), List.of());
    List<Running> now = new ArrayList<>();
    for (Trigger trigger : spec.triggers()) {
      Running same =
          before.stream().filter(one -> one.trigger().equals(trigger)).findFirst().orElse(null);
      Running kept = same == null ? start(spec.id(), trigger, since) : same;
      if (kept != null) {
        now.add(kept);
      }
    }
    before.stream().filter(one -> !now.contains(one)).forEach(Triggers::stop);
    running.put(spec.id(), now);
  }

  public synchronized void removed(FunctionId function) {
    Objects.requireNonNullElse(running.remove(function), List.<Running>of())
        .forEach(Triggers::stop);
  }

  /// @return null for one that nobody runs, or that cannot be
  private @Nullable Running start(FunctionId function, Trigger trigger, Instant since) {
    try {
      return switch (trigger) {
        case Trigger.Topic topic -> {
          TopicTrigger runner = new TopicTrigger(function, topic, settings, sink);
          runner.start();
          yield new Running(trigger, runner);
        }
        case Trigger.Cron cron -> {
          CronTrigger runner = new CronTrigger(function, cron, since, sink, clock);
          runner.start();
          yield new Running(trigger, runner);
        }
        // Whoever posts them writes their invocations.
        case Trigger.Events _ -> null;
      };
    } catch (RuntimeException e) {
      LOG.error("{}: trigger {} cannot run", function, trigger.name(), e);
      return null;
    }
  }

  private static void stop(Running one) {
    try {
      one.runner().close();
    } catch (Exception e) {
      LOG.warn("trigger {} could not be stopped: {}", one.trigger().name(), e.toString());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    running.values().forEach(all -> all.forEach(Triggers::stop));
    running.clear();
  }
}
