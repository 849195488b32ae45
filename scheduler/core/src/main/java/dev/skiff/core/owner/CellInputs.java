package dev.skiff.core.owner;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.request.Request;
import java.util.List;

/// The topics that a cell's owner reads: requests, reports and heartbeats of its partition. Where
/// inputs were deleted before they were handled, reading goes on at the first that is there, and
/// the adapter says so. Every method returns at once.
public interface CellInputs {
  /// Something that was read.
  sealed interface Input {
    /// A request.
    ///
    /// @param bytes size of its record, for bounding what follows from it
    record Requested(long offset, int bytes, Request request) implements Input {}

    /// Reports of a host.
    record Reported(long offset, int bytes, ReportBatch batch) implements Input {}

    /// A record that is not of its topic; the adapter has put it on `skiff.poison`.
    ///
    /// @param topic `requests` or `reports`
    /// @param skippable true for a type that may be skipped: nothing is wrong, it is passed over
    record Unreadable(String topic, long offset, String reason, boolean skippable)
        implements Input {}

    /// A record that this scheduler is too old for. It must not own the cell.
    record TooNew(String topic, long offset, String type) implements Input {}
  }

  /// A heartbeat that was read.
  ///
  /// @param sent its `at`, by the host's clock
  record Beat(HostId host, long session, long sent) {}

  /// Starts reading, or goes on, at these offsets; heartbeats are read from now on. Everything read
  /// ahead is dropped.
  void seek(long requestsNext, long reportsNext);

  /// Stops reading; what was read ahead is dropped.
  void pause();

  /// The next inputs without taking them: requests in order of offset, reports in order of offset,
  /// bounded.
  List<Input> peek();

  /// Takes the first `count` of what [#peek] last showed.
  void take(int count);

  /// Heartbeats since the last call.
  List<Beat> heartbeats();

  /// Every heartbeat that was in the topic at this moment has been handed out; microseconds since
  /// the epoch, 0 before the first proof.
  long heartbeatsReadThrough();
}
