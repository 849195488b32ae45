package dev.skiff.scheduler.telemetry;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.state.Cell;
import dev.skiff.core.cell.Changes;
import dev.skiff.core.owner.CellOutputs;
import dev.skiff.scheduler.kafka.OrdersWriter;
import dev.skiff.scheduler.view.HazelcastViews;
import java.util.List;

/// What a cell's owner tells the world: orders, views, meters and lines in the log, in the order of
/// their urgency.
public final class CellAnnouncer implements CellOutputs {
  private final CellId cell;
  private final OrdersWriter orders;
  private final HazelcastViews views;
  private final CellMeters meters;
  private final CellNarrator narrator;
  private volatile boolean owning;
  private volatile String lastStepDown = "";

  public CellAnnouncer(
      CellId cell,
      String schedulerId,
      OrdersWriter orders,
      HazelcastViews views,
      CellMeters meters) {
    this.cell = cell;
    this.orders = orders;
    this.views = views;
    this.meters = meters;
    this.narrator = new CellNarrator(cell, schedulerId);
  }

  @Override
  public void committed(long offset, Transition transition, Changes changes) {
    views.committed(offset, transition.at(), changes, !transition.events().isEmpty());
    meters.committed(offset, transition);
    narrator.committed(offset, transition);
  }

  @Override
  public void orders(List<OrderBatch> batches) {
    orders.write(cell, batches, meters);
  }

  @Override
  public void owning(LogPosition position) {
    owning = true;
    views.owning(position);
    meters.owning(position.next() - 1);
    narrator.owning(position);
  }

  @Override
  public void restated(long offset, Changes some, boolean last) {
    views.restated(offset, some, last);
  }

  @Override
  public void cell(Cell now) {
    views.cell(now);
    meters.cell(now);
  }

  @Override
  public void steppedDown(String reason) {
    owning = false;
    lastStepDown = reason;
    views.steppedDown();
    meters.steppedDown(reason);
    narrator.steppedDown(reason);
  }

  /// The worker is gone without having said so.
  ///
  /// @param reason a sentence
  public void gone(String reason) {
    if (owning) {
      steppedDown(reason);
    }
  }

  /// Why the cell was let go last; empty when that has not happened. Safe from any thread.
  public String lastStepDown() {
    return lastStepDown;
  }
}
