package dev.skiff.loadtests.simulation;

import static dev.skiff.loadtests.simulation.InvariantViolation.require;

import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.core.owner.CheckpointStore.Stored;
import dev.skiff.core.owner.Replay;
import dev.skiff.core.owner.Replay.Need;
import java.util.List;

/// Decides a cell's whole history again, as `skiff log replay` does: from the recorded inputs and
/// the log come the same bytes, from the log's beginning and from a checkpoint alike.
final class Rerun {
  private Rerun() {}

  static void check(SimulatedCell cell) {
    check(cell, new Stored(LogPosition.START, List.of()));
    cell.topics().checkpoints.forEach(checkpoint -> check(cell, checkpoint));
  }

  private static void check(SimulatedCell cell, Stored start) {
    CellTopics topics = cell.topics();
    Replay replay = new Replay(cell.id(), Scale.RULES, start);
    Need need = replay.need();
    while (!(need instanceof Need.Log && need.offset() == topics.log.size())) {
      switch (need) {
        case Need.Log log -> replay.log(log.offset(), topics.log.get(log.offset()));
        case Need.Request request -> replay.input(topics.requests.get(request.offset()));
        case Need.Reports reports -> replay.input(topics.reports.get(reports.offset()));
      }
      need = replay.need();
    }
    require(
        replay.difference() == null && replay.unchecked() == 0,
        "replayed from %s it comes out otherwise: %s",
        start.position(),
        replay.difference());
    require(
        replay.state().toChunks().equals(cell.reference().state().toChunks()),
        "replayed from %s the state is another",
        start.position());
  }
}
