package dev.skiff.contracts.invocation;

/// Moments of an invocation's last attempt, microseconds since the epoch, 0 where not seen.
///
/// @param queued its record was written
/// @param dispatched a VM was chosen or asked for
/// @param placed the VM had a host
/// @param ready the VM could serve
/// @param began the command was given the event
/// @param ended the result was there
public record Timings(
    long queued, long dispatched, long placed, long ready, long began, long ended) {
  public static final Timings UNSEEN = new Timings(0, 0, 0, 0, 0, 0);
}
