package dev.skiff.contracts.state;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.request.IdempotencyKey;

/// An idempotency key that is remembered, and the job it made.
///
/// @param stored when, microseconds since the epoch
public record StoredKey(IdempotencyKey key, JobId job, long stored) {}
