package dev.skiff.contracts.checkpoint;

/// A place in a cell's log, with all that a reader needs to tell counted records from void ones
/// from there on.
///
/// @param next offset of the next record to read
/// @param claim offset of the claim in force; -1 for none
/// @param nonce of that claim; empty for none
/// @param scheduler who made that claim; empty for none
/// @param seq of the next Transition that counts under it; -1 when a gap has voided the rest of the
///   claim
/// @param requestsNext next offset of `skiff.requests` to handle
/// @param reportsNext next offset of `skiff.reports` to handle
/// @param at time of the last Transition that counted, microseconds since the epoch
public record LogPosition(
    long next,
    long claim,
    String nonce,
    String scheduler,
    long seq,
    long requestsNext,
    long reportsNext,
    long at) {
  public static final LogPosition START = new LogPosition(0, -1, "", "", 0, 0, 0, 0);
}
