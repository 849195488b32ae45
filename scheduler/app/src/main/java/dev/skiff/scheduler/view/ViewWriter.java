package dev.skiff.scheduler.view;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.state.Cell;
import dev.skiff.contracts.view.ViewEntry;
import dev.skiff.contracts.wire.Codecs;
import dev.skiff.scheduler.cell.Signal;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what a [ViewMirror] holds into the views. The first change after a silence is written at
/// once; changes that follow closely share batches, one every [#PACE_NANOS] or, when writing takes
/// long, up to [#LONGEST_PACE_NANOS], so that views take little from decisions. When the views turn
/// out to have lost something, all of it is written again, a slice at a time between the changes.
public final class ViewWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ViewWriter.class);
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int RESTS_PER_WRITE = 8;
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int REWRITES_PER_BATCH = 2_000;
  private static final long NOTHING = -1;

  private final CellId cell;
  private final ViewStore store;
  private final ViewMirror mirror;
  private final Signal signal;
  private final Observer observer;
  private final AtomicBoolean rebuild = new AtomicBoolean();
  private final AtomicReference<@Nullable Cell> nextCell = new AtomicReference<>();
  private volatile boolean owning;
  private volatile boolean stopped;

  private boolean guarded;
  private boolean sweepDue;
  private long raised = NOTHING;

  /// Told what the writer does, on its thread.
  public interface Observer {
    /// @param entries how many, in one batch
    /// @param offset the log offset up to which the views are whole; -1 while they are being
    ///   rewritten
    void viewsWritten(int entries, long offset, long nanos);

    void viewsFailed();
  }

  ViewWriter(CellId cell, ViewStore store, ViewMirror mirror, Signal signal, Observer observer) {
    this.cell = cell;
    this.store = store;
    this.mirror = mirror;
    this.signal = signal;
    this.observer = observer;
  }

  void own() {
    rebuild.set(true);
    owning = true;
    signal.raise();
  }

  void disown() {
    owning = false;
    nextCell.set(null);
  }

  void rebuild() {
    rebuild.set(true);
    signal.raise();
  }

  void cell(Cell now) {
    nextCell.set(now);
    signal.raise();
  }

  void stop() {
    stopped = true;
    signal.raise();
  }

  /// Lets go of the views; they are still there.
  void release() {
    store.release();
  }

  @Override
  public void run() {
    long pause = IDLE_NANOS;
    while (!stopped) {
      signal.await(pause);
      if (stopped) {
        return;
      }
      pause = owning ? round() : IDLE_NANOS;
    }
  }

  /// @return how long to wait for the next round at most, in nanoseconds
  private long round() {
    try {
      long started = System.nanoTime();
      prepare();
      if (write(started)) {
        // What comes within the pace shares the next batch; the signal is kept meanwhile.
        long took = System.nanoTime() - started;
        rest(Math.clamp(RESTS_PER_WRITE * took, PACE_NANOS - took, LONGEST_PACE_NANOS));
      }
      return mirror.hasWork() ? 0 : IDLE_NANOS;
    } catch (RuntimeException e) {
      if (stopped) {
        return 0;
      }
      mirror.failed();
      observer.viewsFailed();
      LOG.warn("cell {}: the views could not be written, trying again: {}", cell, e.toString());
      rest(RETRY_NANOS);
      rebuild.set(true);
      return 0;
    }
  }

  private void prepare() {
    if (!guarded) {
      store.guard(this::rebuild);
      guarded = true;
    }
    if (rebuild.getAndSet(false)) {
      LOG.info("cell {}: writing the views anew", cell);
      mirror.rewriteAll();
      sweepDue = true;
      raised = NOTHING;
    }
  }

  private boolean write(long started) {
    boolean wrote = writeCell();
    ViewMirror.Batch batch = mirror.take(REWRITES_PER_BATCH);
    int entries = 0;
    for (Map.Entry<String, Map<String, ViewItem>> view : batch.views().entrySet()) {
      store.write(view.getKey(), view.getValue());
      entries += view.getValue().size();
    }
    mirror.written();
    if (!batch.whole()) {
      observer.viewsWritten(entries, NOTHING, System.nanoTime() - started);
      return true;
    }
    if (sweepDue) {
      for (String view : ViewStore.ENTITIES) {
        store.sweep(view, mirror, batch.offset(), System.currentTimeMillis() * 1_000);
      }
      sweepDue = false;
    }
    if (batch.offset() > raised) {
      store.raiseOffset(batch.offset());
      raised = batch.offset();
      wrote = true;
    }
    observer.viewsWritten(entries, batch.offset(), System.nanoTime() - started);
    return wrote || entries > 0;
  }

  /// About once a second: also the moment to see whether the views still know what they were told.
  private boolean writeCell() {
    Cell now = nextCell.getAndSet(null);
    if (now == null) {
      return false;
    }
    Long told = store.offset();
    if (raised != NOTHING && (told == null || told < raised)) {
      LOG.warn("cell {}: the views have lost their content", cell);
      rebuild.set(true);
      guarded = false;
      prepare();
    }
    store.writeCell(
        new ViewEntry(
            cell.value(),
            now.logOffset(),
            false,
            now.livenessPaused() ? "LIVENESS_PAUSED" : "OWNED",
            null,
            null,
            null,
            null,
            now.at(),
            Codecs.entityToJson(now)));
    return true;
  }

  private void rest(long nanos) {
    long end = System.nanoTime() + nanos;
    while (!stopped && !Thread.currentThread().isInterrupted()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return;
      }
      LockSupport.parkNanos(this, left);
    }
  }
}
