package dev.skiff.dispatcher.trigger;

import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.Trigger;
import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.contracts.invocation.Payload;
import dev.skiff.schedule.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes an invocation at each moment of a schedule. A moment that passed while nobody owned the
/// function is made up for if it is not long ago; one may come twice then, with the same origin.
final class CronTrigger implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CronTrigger.class);

  /// About as long as it takes to take over from a dispatcher that was killed.
  private static final Duration LOOK_BACK = Duration.ofSeconds(15);

  /// A clock that is set is noticed after so long.
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
  private static final long STORED_WITHIN_SECONDS = 30;

  private final FunctionId function;
  private final Trigger.Cron trigger;
  private final InvocationSink sink;
  private final InstantSource clock;
  private final CronSchedule schedule;
  private final Instant notBefore;
  private final Thread thread;
  private volatile boolean closed;

  /// @param notBefore when the schedule was deployed
  CronTrigger(
      FunctionId function,
      Trigger.Cron trigger,
      Instant notBefore,
      InvocationSink sink,
      InstantSource clock) {
    this.function = function;
    this.trigger = trigger;
    this.sink = sink;
    this.clock = clock;
    this.schedule = CronSchedule.parse(trigger.schedule(), trigger.zone());
    this.notBefore = notBefore;
    this.thread =
        Thread.ofVirtual().name("cron-" + function + "-" + trigger.name()).unstarted(this);
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    Instant after = clock.instant().minus(LOOK_BACK);
    if (after.isBefore(notBefore)) {
      after = notBefore;
    }
    try {
      while (!closed) {
        Instant next = schedule.next(after).orElse(null);
        if (next == null) {
          LOG.info("{}: trigger {} never comes again", function, trigger.name());
          return;
        }
        sleepUntil(next);
        fire(next);
        after = next;
      }
    } catch (InterruptedException e) {
      // Closed, or somebody else's from now on.
    }
  }

  private void sleepUntil(Instant moment) throws InterruptedException {
    for (Duration left = Duration.between(clock.instant(), moment);
        left.isPositive();
        left = Duration.between(clock.instant(), moment)) {
      Thread.sleep(left.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : left);
    }
  }

  private void fire(Instant moment) throws InterruptedException {
    while (true) {
      try {
        var _ = sink.write(invoke(moment)).get(STORED_WITHIN_SECONDS, TimeUnit.SECONDS);
        return;
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn(
            "{}: trigger {} cannot be written, trying again: {}",
            function,
            trigger.name(),
            e.getMessage());
        Thread.sleep(AGAIN_AFTER);
      }
    }
  }

  private Invoke invoke(Instant moment) {
    String id = "%s/%s".formatted(trigger.name(), moment);
    return new Invoke(
        function,
        new Event(
            Map.of(
                "specversion",
                "1.0",
                "type",
                "dev.skiff.cron",
                "source",
                "/v1/functions/%s/triggers/%s".formatted(function.name(), trigger.name()),
                "id",
                id,
                "time",
                moment.toString()),
            Payload.EMPTY),
        trigger.name(),
        null,
        id,
        null,
        null,
        null,
        ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
