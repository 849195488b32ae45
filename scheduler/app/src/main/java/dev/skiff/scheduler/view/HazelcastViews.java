package dev.skiff.scheduler.view;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.state.Cell;
import dev.skiff.core.cell.Changes;
import dev.skiff.scheduler.cell.Signal;
import java.util.UUID;

/// Brings the Hazelcast views of one cell in line with its fold, while this scheduler owns it. The
/// cell's thread hands changes over and goes on; a thread of this object's own writes them, and is
/// the only one that waits for the cluster: a scheduler starts whether its views can be had or not.
public final class HazelcastViews implements AutoCloseable {
  private final HazelcastInstance hazelcast;
  private final ViewMirror mirror;
  private final Signal signal = new Signal();
  private final ViewWriter writer;
  private final Thread thread;
  private final UUID lifecycle;

  public HazelcastViews(HazelcastInstance hazelcast, CellId cell, ViewWriter.Observer observer) {
    this.hazelcast = hazelcast;
    this.mirror = new ViewMirror(cell);
    this.writer = new ViewWriter(cell, new ViewStore(hazelcast, cell), mirror, signal, observer);
    this.thread = Thread.ofPlatform().name("skiff-views-" + cell).daemon().unstarted(writer);
    // After a split this member's side may have been thrown away.
    this.lifecycle =
        hazelcast
            .getLifecycleService()
            .addLifecycleListener(event -> {
              if (event.getState() == LifecycleState.MERGED) {
                writer.rebuild();
              }
            });
    thread.start();
  }

  /// A Transition has been read back.
  ///
  /// @param worthTelling false for a keep-alive: the views' offset may wait
  public void committed(long offset, long at, Changes changes, boolean worthTelling) {
    mirror.merge(offset, at, changes);
    if (worthTelling) {
      signal.raise();
    }
  }

  /// The cell is owned from now on: all of it is going to be restated, and what else the views hold
  /// of the cell is then buried.
  public void owning(LogPosition position) {
    mirror.reset(position.next() - 1, position.at());
    writer.own();
  }

  /// Entities as they are; with the last of them the views know all of the cell.
  public void restated(long offset, Changes some, boolean last) {
    mirror.restate(offset, some, last);
    signal.raise();
  }

  public void cell(Cell cell) {
    writer.cell(cell);
  }

  /// Nothing more is written until the cell is owned again.
  public void steppedDown() {
    writer.disown();
    mirror.clear();
  }

  /// Entities that wait to be written.
  public int backlog() {
    return mirror.backlog();
  }

  @Override
  public void close() {
    writer.stop();
    if (hazelcast.getLifecycleService().isRunning()) {
      hazelcast.getLifecycleService().removeLifecycleListener(lifecycle);
      writer.release();
    }
    thread.interrupt();
    try {
      thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
