package dev.skiff.contracts.order;

/// How long a host may run exclusive VMs. It runs from the moment when the host *sent* the
/// heartbeat that is answered, by the host's own clock, so that no delay on the way makes it longer
/// than the scheduler believes.
///
/// @param heartbeat the `at` of the heartbeat that is answered
/// @param millis how long from then on
public record Lease(long heartbeat, long millis) {}
