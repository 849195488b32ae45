package dev.skiff.agent.core;

import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an agent knows of one VM: its runs, and which orders about it are old.
final class VmEntry {
  private final TreeMap<Integer, RunState> runs = new TreeMap<>();
  private final long floor;
  private long newestOrder = -1;
  private int highestSeen;
  private int highestBegun;

  /// @param floor the VM may have been known before, with orders up to this offset of the cell's
  ///   log; -1 when it was not
  VmEntry(long floor) {
    this.floor = floor;
  }

  /// Whether an order that follows from this offset of the cell's log is not older than the newest
  /// one; it is the newest then.
  boolean takeOrder(long logOffset) {
    if (logOffset < newestOrder) {
      return false;
    }
    newestOrder = logOffset;
    return true;
  }

  /// Whether an order may be older than one that is no longer remembered.
  boolean mayBeOvertaken(long logOffset) {
    return logOffset <= floor;
  }

  long newestOrder() {
    return Math.max(newestOrder, floor);
  }

  @Nullable RunState run(int incarnation) {
    return runs.get(incarnation);
  }

  Collection<RunState> runs() {
    return runs.values();
  }

  void add(RunState state) {
    int incarnation = state.run().incarnation();
    runs.put(incarnation, state);
    highestSeen = Math.max(highestSeen, incarnation);
    highestBegun = Math.max(highestBegun, incarnation);
  }

  void remove(RunState state) {
    runs.remove(state.run().incarnation());
  }

  /// The incarnation was answered without being taken: it never will be.
  void turnAway(int incarnation) {
    highestSeen = Math.max(highestSeen, incarnation);
  }

  /// The incarnation was declared over: it never begins here.
  void declareOver(int incarnation) {
    turnAway(incarnation);
    highestBegun = Math.max(highestBegun, incarnation);
  }

  boolean wasTurnedAway(int incarnation) {
    return incarnation <= highestSeen;
  }

  boolean hadBegun(int incarnation) {
    return incarnation <= highestBegun;
  }

  boolean anyLive() {
    return runs.values().stream().anyMatch(RunState::isLive);
  }

  /// The newest run if nothing stands before it any more.
  @Nullable RunState readyToStart() {
    RunState waiting = null;
    for (RunState state : runs.values()) {
      if (state.status() == RunStatus.WAITING) {
        waiting = state;
      } else if (state.isLive()) {
        return null;
      }
    }
    return waiting;
  }
}
