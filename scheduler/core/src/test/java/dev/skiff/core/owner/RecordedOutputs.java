package dev.skiff.core.owner;

import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.state.Cell;
import dev.skiff.core.cell.Changes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps what an owner told the world.
final class RecordedOutputs implements CellOutputs {
  final List<Long> committed = new ArrayList<>();
  final List<OrderBatch> orders = new ArrayList<>();
  @Nullable LogPosition owning;
  boolean restated;

  /// Committed Transitions when restating began; -1 before.
  int restatedAfter = -1;

  @Nullable Cell cell;
  @Nullable String steppedDown;

  @Override
  public void committed(long offset, Transition transition, Changes changes) {
    committed.add(offset);
  }

  @Override
  public void orders(List<OrderBatch> batches) {
    orders.addAll(batches);
  }

  @Override
  public void owning(LogPosition position) {
    owning = position;
  }

  @Override
  public void restated(long offset, Changes some, boolean last) {
    restated |= last;
    restatedAfter = restatedAfter < 0 ? committed.size() : restatedAfter;
  }

  @Override
  public void cell(Cell summary) {
    cell = summary;
  }

  @Override
  public void steppedDown(String reason) {
    steppedDown = reason;
  }
}
