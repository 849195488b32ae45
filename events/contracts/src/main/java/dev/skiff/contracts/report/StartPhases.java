package dev.skiff.contracts.report;

/// Where the time of a start went on the host: microseconds since the epoch, by the host's clock, 0
/// where not seen.
///
/// @param orderReceived the agent read the order
/// @param vmmStarted the VMM process was spawned
/// @param guestReady the guest's init said hello
/// @param commandStarted the guest reported the command running
public record StartPhases(
    long orderReceived, long vmmStarted, long guestReady, long commandStarted) {}
