package dev.skiff.core.owner;

import dev.skiff.contracts.checkpoint.CheckpointRecord.Chunk;
import dev.skiff.contracts.checkpoint.LogPosition;
import java.util.List;
import java.util.function.Supplier;

/// Where folded states are kept.
public interface CheckpointStore {
  /// A state and where in the log it stands.
  record Stored(LogPosition position, List<Chunk> chunks) {}

  /// The newest one that is whole (its checksum holds), or the empty state at the log's beginning.
  /// Blocks.
  ///
  /// @throws CheckpointUnavailableException when the broker cannot be reached, or when there is
  ///   none and the log no longer begins at 0
  Stored load();

  /// Writes one, in the background: chunks, then the manifest; afterwards deletes what is older
  /// than the two newest and the log before the older of them. A call while one is being written is
  /// ignored.
  ///
  /// @param position where in the log the state stands
  /// @param chunks the state; asked for in the background, too
  void save(LogPosition position, Supplier<List<Chunk>> chunks);
}
