package dev.skiff.loadtests.simulation;

import static dev.skiff.loadtests.simulation.InvariantViolation.require;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent.JobAdmitted;
import dev.skiff.contracts.request.IdempotencyKey;
import java.util.HashMap;
import java.util.Map;

/// Idempotency keys over all cells: the same asked for again with the same key never makes two
/// jobs, whoever was asked.
final class Keys {
  private record Made(JobId job, long at) {}

  private final boolean kept;
  private final Map<IdempotencyKey, Made> made = new HashMap<>();

  /// A cell forgets a key after some time, by its own time: where clocks are hours off, that may be
  /// at once.
  Keys(World world) {
    this.kept = !world.weather.clocksWrong();
  }

  void admitted(JobAdmitted e, long now) {
    if (kept && e.idempotency() != null) {
      Made before = made.put(e.idempotency(), new Made(e.job(), now));
      require(before == null, "key %s made %s, and now %s", e.idempotency().key(), before, e.job());
    }
  }
}
