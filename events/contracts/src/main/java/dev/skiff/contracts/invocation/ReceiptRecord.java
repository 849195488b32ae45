package dev.skiff.contracts.invocation;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.wire.WireRecord;
import java.util.List;

/// The values of `skiff.receipts`: what became of the invocations of the same partition. It is
/// fenced like a cell's log; [ReceiptFold] tells what counts.
public sealed interface ReceiptRecord extends WireRecord {
  /// A dispatcher takes a partition. The record's offset is its epoch.
  ///
  /// @param dispatcher who
  /// @param nonce random
  /// @param previous offset of the claim in force as far as the claimant has read; -1 for none
  @JsonTypeName("partition-claim/1")
  record PartitionClaim(String dispatcher, String nonce, long previous) implements ReceiptRecord {}

  /// Some things that happened, at once.
  ///
  /// @param claim offset of the claim under which it was written
  /// @param nonce of that claim
  /// @param seq 0, 1, 2, ... within the claim
  /// @param at when, microseconds since the epoch
  /// @param settledBelow every invocation with a smaller offset is over
  /// @param readFrom offset of a claim in `skiff.receipts`: whoever begins there learns of all that
  ///   is not over
  @JsonTypeName("progress/1")
  record Progress(
      long claim,
      String nonce,
      long seq,
      long at,
      long settledBelow,
      long readFrom,
      List<ReceiptEvent> events)
      implements ReceiptRecord {
    public Progress {
      events = List.copyOf(events);
    }
  }
}
