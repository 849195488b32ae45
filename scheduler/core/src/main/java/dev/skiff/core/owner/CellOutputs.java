package dev.skiff.core.owner;

import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.state.Cell;
import dev.skiff.core.cell.Changes;
import java.util.List;

/// What an owner tells the world, only ever after it has been read back from the log. Called on the
/// cell's thread; implementations hand over to their own threads, without blocking and with bounds.
public interface CellOutputs {
  /// A Transition of this owner is in the log.
  ///
  /// @param offset where
  /// @param changes the entities that it changed, as they were after it
  void committed(long offset, Transition transition, Changes changes);

  /// Orders that follow from the log, or are written again.
  void orders(List<OrderBatch> orders);

  /// This scheduler owns the cell from now on.
  ///
  /// Every entity of the cell is going to be restated.
  void owning(LogPosition position);

  /// Some entities as they are, whether they changed or not.
  ///
  /// @param offset of the log, which they reflect
  /// @param last every entity has been stated since [#owning]: whatever else the views hold of this
  ///   cell is to be dropped
  void restated(long offset, Changes some, boolean last);

  /// How the cell is, about once a second while owning.
  void cell(Cell cell);

  /// This scheduler does not own the cell any more.
  ///
  /// @param reason a sentence, for the log
  void steppedDown(String reason);
}
