package dev.skiff.kafka;

/// A record is in its topic.
///
/// @param offset where; -1 when the brokers only said that they have it already, as after a retry
///   that they recognized
/// @param appendedMillis when the broker appended it, milliseconds since the epoch; -1 if unknown
public record Written(long offset, long appendedMillis) {}
