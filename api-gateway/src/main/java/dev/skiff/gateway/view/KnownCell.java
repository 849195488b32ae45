package dev.skiff.gateway.view;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.state.Cell;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What is known of one of the fleet's cells.
///
/// @param cell as its owner last wrote it; null when the view has no entry
/// @param ageMicros how long ago that was; 0 when there is no entry
public record KnownCell(CellId id, @Nullable Cell cell, long ageMicros) {
  /// An owner writes its entry every second or so, and more often when something happens.
  public static final long STALE_MICROS = TimeUnit.SECONDS.toMicros(10);

  /// Whether somebody decides there, as far as can be told from here.
  public enum Health {
    /// Its owner wrote its entry a moment ago.
    OWNED,
    /// Nobody owns it: requests to it wait for an owner.
    OWNERLESS,
    /// Its entry is old: its owner, or the view, may be gone.
    STALE,
    /// It has never been in the view.
    UNSEEN
  }

  public Health health() {
    if (cell == null) {
      return Health.UNSEEN;
    }
    if (cell.owner() == null) {
      return Health.OWNERLESS;
    }
    return ageMicros > STALE_MICROS ? Health.STALE : Health.OWNED;
  }
}
