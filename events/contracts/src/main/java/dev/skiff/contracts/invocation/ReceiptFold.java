package dev.skiff.contracts.invocation;

import dev.skiff.contracts.invocation.ReceiptRecord.PartitionClaim;
import dev.skiff.contracts.invocation.ReceiptRecord.Progress;

/// Reads a partition of `skiff.receipts` in order and tells which records count, by the rules of a
/// cell's log: a claim counts when its `previous` is the claim in force; progress counts when it
/// names the claim in force and its `seq` is the next one, and a gap voids the rest of the claim.
///
/// A reader that begins in the middle believes the first claim that it meets, and progress only
/// after it; owners claim anew every few minutes, so there always is one. Not safe for concurrent
/// use.
public final class ReceiptFold {
  private static final long NONE = -1;
  private static final long VOIDED = -1;

  private long claim = NONE;
  private String nonce = "";

  /// Before the first claim nothing counts, whatever it names.
  private long nextSeq = VOIDED;

  private boolean anything;

  /// @param fromBeginning whether the first record that is read is the first of the partition
  public ReceiptFold(boolean fromBeginning) {
    this.anything = fromBeginning;
  }

  /// Offset of the claim in force; -1 before the first.
  public long claim() {
    return claim;
  }

  /// Whether the record at this offset counts.
  public boolean counts(long offset, ReceiptRecord record) {
    return switch (record) {
      case PartitionClaim taken -> claimed(offset, taken);
      case Progress progress -> counted(progress);
    };
  }

  private boolean claimed(long offset, PartitionClaim taken) {
    if (anything && taken.previous() != claim) {
      return false;
    }
    anything = true;
    claim = offset;
    nonce = taken.nonce();
    nextSeq = 0;
    return true;
  }

  private boolean counted(Progress progress) {
    if (progress.claim() != claim || !progress.nonce().equals(nonce) || nextSeq == VOIDED) {
      return false;
    }
    if (progress.seq() != nextSeq) {
      nextSeq = progress.seq() > nextSeq ? VOIDED : nextSeq;
      return false;
    }
    nextSeq++;
    return true;
  }
}
