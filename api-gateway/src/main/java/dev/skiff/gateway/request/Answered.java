package dev.skiff.gateway.request;

import dev.skiff.gateway.tail.Settled;

/// A request's outcome, and where the time went.
///
/// @param writeNanos until Kafka had it
/// @param logNanos from then until its outcome was read
public record Answered(Settled settled, long writeNanos, long logNanos) {}
