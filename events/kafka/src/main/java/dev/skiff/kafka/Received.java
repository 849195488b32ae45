package dev.skiff.kafka;

import dev.skiff.contracts.wire.Decoded;
import dev.skiff.contracts.wire.WireRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// A record as it was read.
///
/// @param partition where it was
/// @param offset where it was
/// @param appendedMillis when the broker appended it, milliseconds since the epoch
/// @param key as text; null for none
/// @param bytes how long its value is; -1 for a tombstone
/// @param decoded what became of its value. A tombstone is `Skipped("tombstone")`
public record Received<T extends WireRecord>(
    TopicPartition partition,
    long offset,
    long appendedMillis,
    @Nullable String key,
    int bytes,
    Decoded<? extends T> decoded) {}
