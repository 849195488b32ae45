package dev.skiff.scheduler.telemetry;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.state.Cell;
import dev.skiff.scheduler.kafka.OrdersWriter;
import dev.skiff.scheduler.view.ViewWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The meters of one cell at one scheduler, each tagged with the cell.
public final class CellMeters implements OrdersWriter.Observer, ViewWriter.Observer {
  private final MeterRegistry registry;
  private final Tags tags;
  private final Counter transitions;
  private final Counter events;
  private final DistributionSummary batch;
  private final Timer append;
  private final Timer viewBatch;
  private final Counter viewEntries;
  private final Counter viewFailures;
  private final Counter ordersWritten;
  private final Counter ordersFailed;
  private final Counter claims;
  private final Counter owned;
  private final Counter checkpoints;
  private final Counter crashes;
  private final AtomicLong committedOffset = new AtomicLong(-1);
  private final AtomicLong viewOffset = new AtomicLong(-1);
  private volatile boolean owning;
  private volatile @Nullable Cell cell;

  public CellMeters(MeterRegistry registry, CellId id) {
    this.registry = registry;
    this.tags = Tags.of("cell", id.toString());
    transitions = counter("skiff.transitions", "Transitions of this owner in the log");
    events = counter("skiff.events", "Events in those Transitions");
    batch =
        DistributionSummary.builder("skiff.transition.events")
            .description("Events in one Transition that has any")
            .tags(tags)
            .publishPercentiles(0.5, 0.99)
            .register(registry);
    append = timer("skiff.append", "From the send of a log record to its acknowledgement");
    viewBatch = timer("skiff.view.batch", "Writing one batch of view entries");
    viewEntries = counter("skiff.view.entries", "View entries written");
    viewFailures = counter("skiff.view.failures", "Batches of view entries that failed");
    ordersWritten = counter("skiff.orders.written", "Batches of orders in their topic");
    ordersFailed = counter("skiff.orders.failed", "Batches of orders that were not written");
    claims = counter("skiff.claims", "Claims written");
    owned = counter("skiff.claims.won", "Claims that came into force");
    checkpoints = counter("skiff.checkpoints", "Checkpoints written");
    crashes = counter("skiff.worker.crashes", "Failures of the cell's worker");
    gauge("skiff.cell.owned", "1 while this scheduler owns the cell", m -> m.owning ? 1 : 0);
    gauge("skiff.view.lag", "Log records that the views do not reflect yet", CellMeters::viewLag);
    ofCell("skiff.vms.pending", "VMs that wait for a host", Cell::pendingVms);
    ofCell("skiff.vms.unfinished", "VMs that are not over", Cell::unfinishedVms);
    ofCell("skiff.hosts", "Hosts that are not lost", Cell::hosts);
    ofCell(
        "skiff.liveness.paused",
        "1 while so many hosts are silent that none is declared lost",
        c -> c.livenessPaused() ? 1 : 0);
  }

  /// Adds a gauge that is asked for its value.
  public void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).tags(tags).register(registry);
  }

  public void appended(long nanos) {
    append.record(nanos, TimeUnit.NANOSECONDS);
  }

  void committed(long offset, Transition transition) {
    committedOffset.set(offset);
    transitions.increment();
    int count = transition.events().size();
    if (count > 0) {
      events.increment(count);
      batch.record(count);
    }
  }

  public void claimed() {
    claims.increment();
  }

  void owning(long offset) {
    owned.increment();
    committedOffset.set(offset);
    owning = true;
  }

  void cell(Cell now) {
    cell = now;
  }

  void steppedDown(String reason) {
    owning = false;
    cell = null;
    registry
        .counter("skiff.step.downs", tags.and(Tag.of("reason", StepDownKind.of(reason).label())))
        .increment();
  }

  public void crashed() {
    crashes.increment();
  }

  public void checkpointed() {
    checkpoints.increment();
  }

  @Override
  public void ordersWritten() {
    ordersWritten.increment();
  }

  @Override
  public void ordersFailed() {
    ordersFailed.increment();
  }

  @Override
  public void viewsWritten(int entries, long offset, long nanos) {
    if (entries > 0) {
      viewBatch.record(nanos, TimeUnit.NANOSECONDS);
      viewEntries.increment(entries);
    }
    if (offset >= 0) {
      viewOffset.set(offset);
    }
  }

  @Override
  public void viewsFailed() {
    viewFailures.increment();
  }

  private double viewLag() {
    return owning ? Math.max(0, committedOffset.get() - viewOffset.get()) : 0;
  }

  private void ofCell(String name, String description, ToDoubleFunction<Cell> value) {
    gauge(
        name,
        description,
        meters -> {
          Cell now = meters.cell;
          return now == null ? 0 : value.applyAsDouble(now);
        });
  }

  private void gauge(String name, String description, ToDoubleFunction<CellMeters> value) {
    Gauge.builder(name, this, value).description(description).tags(tags).register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .publishPercentiles(0.5, 0.99)
        .serviceLevelObjectives(
            List.of(1, 2, 5, 10, 20, 50, 100, 500).stream()
                .map(Duration::ofMillis)
                .toArray(Duration[]::new))
        .register(registry);
  }
}
