package dev.skiff.core.owner;

import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.HostJoined;
import dev.skiff.contracts.log.CellEvent.HostRecovered;
import dev.skiff.contracts.log.CellEvent.JobAdmitted;
import dev.skiff.contracts.log.CellEvent.VmEnded;
import dev.skiff.contracts.log.CellEvent.VmRequeued;
import dev.skiff.contracts.log.InputRef;
import dev.skiff.contracts.wire.Codec;
import dev.skiff.contracts.wire.Codecs;
import dev.skiff.core.cell.CellInput;
import dev.skiff.core.cell.CellMachine;
import dev.skiff.core.cell.CellState;
import dev.skiff.core.cell.OrderDeriver;
import java.util.ArrayList;
import java.util.List;

/// Gathers inputs and what follows from them into one Transition, working ahead on the speculative
/// state, and keeps count of the bytes so that the record stays within its bound.
final class TransitionBuilder {
  private static final int BUDGET = Codec.MAX_BYTES - 8 * 1024;

  private final CellMachine machine;
  private final CellState state;
  private final OrderDeriver orders;
  private final long at;
  private final List<InputRef> inputs = new ArrayList<>();
  private final List<CellEvent> events = new ArrayList<>();
  private int bytes;
  private boolean placementDue;

  TransitionBuilder(CellMachine machine, CellState state, OrderDeriver orders, long at) {
    this.machine = machine;
    this.state = state;
    this.orders = orders;
    this.at = at;
  }

  /// Whether what follows from an input, `worst` bytes at most, still fits.
  boolean hasRoomFor(int worst) {
    return bytes == 0 || bytes + worst <= BUDGET;
  }

  /// Handles an input and takes what follows into the state.
  ///
  /// @throws HandleException when the machine fails on the input; the state is as before
  /// @throws IllegalStateException when the events do not fit the state, which is to be thrown away
  ///   then
  void handle(CellInput input) {
    List<CellEvent> decided;
    try {
      decided = machine.handle(state, input, at);
    } catch (RuntimeException e) {
      throw new HandleException(e);
    }
    for (CellEvent event : decided) {
      orders.before(state, event);
      state.apply(event, at);
      placementDue |= makesPlacementDue(event);
      bytes += Codecs.sizeOf(event) + 1;
      events.add(event);
    }
  }

  /// Names what was handled; neighbours of one topic become one range.
  void name(InputRef ref) {
    InputRef last = inputs.isEmpty() ? null : inputs.getLast();
    if (last instanceof InputRef.Requests a
        && ref instanceof InputRef.Requests b
        && a.last() + 1 == b.first()) {
      inputs.set(inputs.size() - 1, new InputRef.Requests(a.first(), b.last()));
    } else if (last instanceof InputRef.Reports a
        && ref instanceof InputRef.Reports b
        && a.last() + 1 == b.first()) {
      inputs.set(inputs.size() - 1, new InputRef.Reports(a.first(), b.last()));
    } else if (last instanceof InputRef.LateRequests a
        && ref instanceof InputRef.LateRequests b
        && a.last() + 1 == b.first()) {
      inputs.set(inputs.size() - 1, new InputRef.LateRequests(a.first(), b.last()));
    } else {
      inputs.add(ref);
      bytes += 64;
    }
  }

  /// Whether capacity came free or VMs came to wait.
  boolean placementDue() {
    return placementDue;
  }

  boolean isEmpty() {
    return inputs.isEmpty();
  }

  int eventCount() {
    return events.size();
  }

  long at() {
    return at;
  }

  List<InputRef> inputs() {
    return inputs;
  }

  List<CellEvent> events() {
    return events;
  }

  private static boolean makesPlacementDue(CellEvent event) {
    return event instanceof JobAdmitted
        || event instanceof VmEnded
        || event instanceof VmRequeued
        || event instanceof HostJoined
        || event instanceof HostRecovered
        || event instanceof CellEvent.HostChanged
        || event instanceof CellEvent.VmsAdded
        || event instanceof CellEvent.HostUncordoned
        || event instanceof CellEvent.HostCordoned
        || event instanceof CellEvent.HostRemoved
        || event instanceof CellEvent.QuotaSet
        || event instanceof CellEvent.GhostGone;
  }

  /// The machine failed on an input; nothing was changed.
  static final class HandleException extends RuntimeException {
    HandleException(RuntimeException cause) {
      super(cause);
    }
  }
}
