package dev.skiff.contracts.state;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.request.IdempotencyKey;
import org.jspecify.annotations.Nullable;

/// An idempotency key that is remembered, and what came of it.
///
/// @param job the job that it made; null when the job was refused for lack of room
/// @param refusal why it was refused; null when it was not
/// @param stored when, microseconds since the epoch
public record StoredKey(
    IdempotencyKey key, @Nullable JobId job, @Nullable String refusal, long stored) {}
