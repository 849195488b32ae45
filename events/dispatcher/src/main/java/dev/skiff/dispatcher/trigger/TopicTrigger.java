package dev.skiff.dispatcher.trigger;

import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.Ordering;
import dev.skiff.contracts.function.Trigger;
import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.filters.EventMatcher;
import dev.skiff.kafka.GroupReader;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a topic and makes an invocation of each event that the trigger takes. Its position
/// advances only past what is safely in `skiff.invocations`, so an event is handed over at least
/// once; one that is handed over twice has the same origin both times.
final class TopicTrigger implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicTrigger.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
  private static final long STORED_WITHIN_SECONDS = 30;

  private final FunctionId function;
  private final Trigger.Topic trigger;
  private final KafkaSettings settings;
  private final InvocationSink sink;
  private final EventMatcher matcher;
  private final Thread thread;
  private volatile boolean closed;

  TopicTrigger(
      FunctionId function, Trigger.Topic trigger, KafkaSettings settings, InvocationSink sink) {
    this.function = function;
    this.trigger = trigger;
    this.settings = settings;
    this.sink = sink;
    this.matcher = EventMatcher.of(trigger.filters());
    this.thread =
        Thread.ofVirtual().name("trigger-" + function + "-" + trigger.name()).unstarted(this);
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    String group =
        "%s.fn.%s.%s.%s"
            .formatted(
                settings.topics().prefix(), function.namespace(), function.name(), trigger.name());
    while (!closed) {
      try (GroupReader reader =
          GroupReader.join(
              settings.withClientId(settings.clientId() + "-" + trigger.name()),
              group,
              trigger.topic(),
              trigger.from(),
              trigger.batchSize())) {
        while (!closed) {
          round(reader);
        }
      } catch (KafkaUnreachableException | ExecutionException | TimeoutException e) {
        if (!closed) {
          LOG.warn(
              "{}: trigger {} begins again at its last position: {}",
              function,
              trigger.name(),
              e.getMessage());
        }
        pause();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!closed) {
          LOG.error("{}: trigger {} begins again", function, trigger.name(), e);
        }
        pause();
      }
    }
  }

  private void round(GroupReader reader)
      throws KafkaUnreachableException, ExecutionException, TimeoutException, InterruptedException {
    // Membership of the group goes on while nothing more can be held.
    List<ConsumerRecord<byte[], byte[]>> records = reader.poll(POLL, sink.isFull());
    OrderedWrites writes = new OrderedWrites(sink);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      take(record, writes);
    }
    var _ = writes.whole().get(STORED_WITHIN_SECONDS, TimeUnit.SECONDS);
    if (!records.isEmpty()) {
      reader.commit();
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, OrderedWrites writes)
      throws InterruptedException {
    Event event;
    try {
      event = KafkaEvents.of(record);
    } catch (IllegalArgumentException e) {
      sink.refuse(
          invoke(KafkaEvents.asItIs(record), record),
          "malformed-event",
          String.valueOf(e.getMessage()));
      return;
    }
    if (matcher.matches(event)) {
      writes.write(invoke(event, record));
    }
  }

  private Invoke invoke(Event event, ConsumerRecord<byte[], byte[]> record) {
    return new Invoke(
        function,
        event,
        trigger.name(),
        orderingKey(record),
        "%s/%s/%d/%d"
            .formatted(trigger.name(), record.topic(), record.partition(), record.offset()),
        null,
        null,
        null,
        ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
  }

  private @Nullable String orderingKey(ConsumerRecord<byte[], byte[]> record) {
    return switch (trigger.ordering()) {
      case Ordering.NONE -> null;
      case Ordering.KEY -> KafkaEvents.key(record);
      case Ordering.PARTITION -> "%s/%d".formatted(record.topic(), record.partition());
    };
  }

  private void pause() {
    try {
      Thread.sleep(AGAIN_AFTER);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
