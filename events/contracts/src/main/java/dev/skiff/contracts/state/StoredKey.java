package dev.skiff.contracts.state;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.IdempotencyKey;
import org.jspecify.annotations.Nullable;

/// An idempotency key that is remembered, and what came of it.
///
/// @param job the job that it made; null when the job was refused
/// @param refused how it was refused, so that another cell could be asked; null when it was not
/// @param detail why it was refused, a sentence; null when it was not
/// @param stored when, microseconds since the epoch
public record StoredKey(
    IdempotencyKey key,
    @Nullable JobId job,
    @Nullable OutcomeCode refused,
    @Nullable String detail,
    long stored) {}
