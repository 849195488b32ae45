package dev.skiff.scheduler.admin;

import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.core.owner.Role;
import dev.skiff.scheduler.cell.CellStatus;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/// What the endpoint says of one cell.
///
/// @param threadAlive whether the cell's thread runs
/// @param logLag log records that wait to be folded
/// @param viewBacklog entities that wait to be written to the views
/// @param lastStepDown why the cell was let go last; empty when that has not happened
public record CellReport(
    CellStatus status, boolean threadAlive, long logLag, int viewBacklog, String lastStepDown) {
  /// A cycle may wait for a checkpoint to be read from slow brokers, but not for ever.
  private static final long STUCK_MILLIS = 60_000;

  long cycleAgeMillis() {
    return (System.nanoTime() - status.cycledAtNanos()) / 1_000_000;
  }

  boolean isHealthy() {
    return threadAlive && cycleAgeMillis() < STUCK_MILLIS;
  }

  /// Whether the state is at hand: the cell is followed or owned.
  boolean isReady() {
    return switch (status.role()) {
      case FOLLOWING, CLAIMING, OWNING -> true;
      case LOADING, TOO_OLD -> false;
    };
  }

  JsonObject toJson() {
    LogPosition position = status.position();
    JsonObject json =
        new JsonObject()
            .put("cell", status.cell().value())
            .put("role", status.role().name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .put("reason", status.reason())
            .put("owner", position.scheduler().isEmpty() ? null : position.scheduler())
            .put("claim", position.claim())
            .put("seq", position.seq())
            .put("logNext", position.next())
            .put("requestsNext", position.requestsNext())
            .put("reportsNext", position.reportsNext())
            .put("logLag", logLag)
            .put("viewBacklog", viewBacklog)
            .put("threadAlive", threadAlive)
            .put("cycleAgeMillis", cycleAgeMillis());
    if (!lastStepDown.isEmpty()) {
      json.put("lastStepDown", lastStepDown);
    }
    if (status.role() == Role.TOO_OLD) {
      json.put("advice", "upgrade this scheduler; it neither follows nor owns the cell");
    }
    return json;
  }
}
