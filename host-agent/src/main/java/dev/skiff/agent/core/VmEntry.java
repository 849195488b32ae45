package dev.skiff.agent.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What an agent knows of one VM: its runs, and which orders about it are old. There may be a
/// million of these in a load test, and hardly one has more than a single run: hence the array.
final class VmEntry {
  private static final RunState[] NO_RUNS = {};

  /// By incarnation.
  private RunState[] runs = NO_RUNS;

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
    for (RunState state : runs) {
      if (state.run().incarnation() == incarnation) {
        return state;
      }
    }
    return null;
  }

  /// By incarnation. Not to be changed.
  RunState[] runs() {
    return runs;
  }

  boolean isEmpty() {
    return runs.length == 0;
  }

  void add(RunState state) {
    int incarnation = state.run().incarnation();
    int place = 0;
    while (place < runs.length && runs[place].run().incarnation() < incarnation) {
      place++;
    }
    RunState[] more = new RunState[runs.length + 1];
    System.arraycopy(runs, 0, more, 0, place);
    more[place] = state;
    System.arraycopy(runs, place, more, place + 1, runs.length - place);
    runs = more;
    highestSeen = Math.max(highestSeen, incarnation);
  }

  void remove(RunState state) {
    runs = Arrays.stream(runs).filter(other -> other != state).toArray(RunState[]::new);
  }

  /// The incarnation was answered without being taken: it never will be.
  void turnAway(int incarnation) {
    highestSeen = Math.max(highestSeen, incarnation);
  }

  /// The incarnation was taken on or declared over: it never begins here again.
  void begin(int incarnation) {
    turnAway(incarnation);
    highestBegun = Math.max(highestBegun, incarnation);
  }

  boolean wasTurnedAway(int incarnation) {
    return incarnation <= highestSeen;
  }

  boolean hadBegun(int incarnation) {
    return incarnation <= highestBegun;
  }

  /// The newest run if nothing stands before it any more.
  @Nullable RunState readyToStart() {
    RunState waiting = null;
    for (RunState state : runs) {
      if (state.status() == RunStatus.WAITING) {
        waiting = state;
      } else if (state.isLive()) {
        return null;
      }
    }
    return waiting;
  }
}
