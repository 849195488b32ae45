package dev.skiff.contracts.log;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.wire.WireRecord;
import java.util.List;

/// The values of `skiff.log`. Which of them count is for every reader to find out by the same
/// rules: see `LogFold`.
public sealed interface LogRecord extends WireRecord {
  /// A scheduler takes a cell. The record's offset is its epoch.
  ///
  /// @param scheduler who
  /// @param nonce random, so that the claim is found again when its append was acknowledged without
  ///   an offset
  /// @param previous offset of the claim in force as far as the claimant has read; -1 for none
  @JsonTypeName("claim/1")
  record Claim(String scheduler, String nonce, long previous) implements LogRecord {}

  /// One atomic step of a cell: the inputs it covers and what follows from them.
  ///
  /// @param claim offset of the claim under which it was written
  /// @param nonce of that claim
  /// @param seq 0, 1, 2, ... within the claim
  /// @param at the time that the machine saw, microseconds since the epoch; never runs backwards
  /// @param requestsNext next offset of `skiff.requests` to handle
  /// @param reportsNext next offset of `skiff.reports` to handle
  /// @param inputs what was handled, in order; none for a keep-alive
  /// @param events what follows, in order
  @JsonTypeName("transition/1")
  record Transition(
      long claim,
      String nonce,
      long seq,
      long at,
      long requestsNext,
      long reportsNext,
      List<InputRef> inputs,
      List<CellEvent> events)
      implements LogRecord {
    public Transition {
      inputs = List.copyOf(inputs);
      events = List.copyOf(events);
    }
  }
}
