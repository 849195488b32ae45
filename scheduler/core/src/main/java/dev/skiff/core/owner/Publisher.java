package dev.skiff.core.owner;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.state.Cell;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.core.cell.CellState;
import dev.skiff.core.cell.Changes;
import dev.skiff.core.cell.OrderDeriver;
import dev.skiff.core.cell.Restatement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an owner tells the world of what is in the log: orders to hosts, changes to the views, how
/// the cell is. A new owner also tells everybody everything again, a slice at a time and not before
/// its first Transition, so that what is new does not wait for it.
final class Publisher {
  private static final long SUMMARY_EVERY = 1_000_000;
  private static final int HOSTS_AT_ONCE = 200;
  private static final int ENTITIES_AT_ONCE = 1_000;

  private final String schedulerId;
  private final CellState state;
  private final OrderDeriver orders;
  private final CellOutputs outputs;
  private final OwnerTimings timings;

  /// Hosts that have not been told anew what they must do since the cell was taken over.
  private final Deque<HostId> unordered = new ArrayDeque<>();

  private boolean begun;
  private @Nullable Restatement restatement;
  private OrderWatch watch = new OrderWatch();
  private long summaryAt;
  private long repeatedAt;

  /// Begins to tell: the cell is owned from now on.
  ///
  /// @param orders notes what follows from each Transition before it is in the log
  Publisher(
      String schedulerId,
      CellState state,
      OrderDeriver orders,
      CellOutputs outputs,
      OwnerTimings timings,
      LogPosition position,
      long now) {
    this.schedulerId = schedulerId;
    this.state = state;
    this.orders = orders;
    this.outputs = outputs;
    this.timings = timings;
    this.repeatedAt = now;
    state.trackChanges(true);
    this.restatement = new Restatement(state);
    orderAllAnew();
    outputs.owning(position);
  }

  /// This scheduler's clock has been set back: what was ordered at times that are to come is
  /// ordered anew.
  void clockSetBack(long now) {
    summaryAt = Math.min(summaryAt, now);
    repeatedAt = Math.min(repeatedAt, now);
    watch = new OrderWatch();
    unordered.clear();
    orderAllAnew();
  }

  /// A Transition is in the log.
  void committed(long offset, Transition transition, long now) {
    begun = true;
    watch.committed(transition, now);
    outputs.committed(offset, transition, state.drainChanges());
    sendOrders(offset);
  }

  /// What is to be told besides, while the state is what the log says.
  void tend(LogPosition position, Liveness liveness, long now) {
    if (!begun) {
      return;
    }
    long offset = position.next() - 1;
    restate(offset, now);
    if (now - summaryAt >= SUMMARY_EVERY) {
      summaryAt = now;
      outputs.cell(summary(position, liveness.paused(), now));
    }
    if (now - repeatedAt >= timings.repeatOrders()) {
      repeatedAt = now;
      watch.unanswered(state, now - timings.repeatOrders()).forEach(host -> orderAnew(host, now));
      sendOrders(offset);
      askToJoinAgain(liveness, offset, now);
    }
  }

  /// Whether not everybody has been told everything yet.
  boolean isRestating() {
    return begun && (restatement != null || !unordered.isEmpty());
  }

  private void restate(long offset, long now) {
    for (int i = 0; i < HOSTS_AT_ONCE && !unordered.isEmpty(); i++) {
      orderAnew(unordered.removeFirst(), now);
    }
    sendOrders(offset);
    if (restatement != null) {
      Changes some = restatement.next(ENTITIES_AT_ONCE);
      boolean last = restatement.isDone();
      outputs.restated(offset, some, last);
      if (last) {
        restatement = null;
      }
    }
  }

  private void orderAllAnew() {
    state.hosts().forEach(host -> unordered.add(host.id()));
  }

  private void orderAnew(HostId host, long now) {
    orders.anew(state, host);
    watch.restated(state, host, now);
  }

  private void askToJoinAgain(Liveness liveness, long offset, long now) {
    List<OrderBatch> again = new ArrayList<>();
    liveness
        .returned(state, now)
        .forEach((host, session) -> again.add(OrderDeriver.joinAgain(host, session, offset)));
    if (!again.isEmpty()) {
      outputs.orders(again);
    }
  }

  private void sendOrders(long offset) {
    if (!orders.isEmpty()) {
      outputs.orders(orders.take(offset));
    }
  }

  private Cell summary(LogPosition position, boolean livenessPaused, long now) {
    int hosts = 0;
    Resources promisable = Resources.NONE;
    Resources used = Resources.NONE;
    Resources largest = Resources.NONE;
    Resources roomiest = Resources.NONE;
    for (Host host : state.hosts()) {
      if (host.status() == HostStatus.LOST) {
        continue;
      }
      hosts++;
      promisable = promisable.plus(host.facts().promisable());
      used = used.plus(host.used());
      largest = largest.most(host.facts().promisable());
      if (host.status() == HostStatus.READY) {
        roomiest = roomiest.most(host.free());
      }
    }
    return new Cell(
        state.cell(),
        schedulerId,
        position.claim(),
        position.next() - 1,
        hosts,
        promisable,
        used,
        largest,
        roomiest,
        state.pendingVms(),
        state.unfinishedVms(),
        livenessPaused,
        now);
  }
}
