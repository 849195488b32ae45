package dev.skiff.contracts.state;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.IdempotencyKey;
import org.jspecify.annotations.Nullable;

/// An idempotency key that is remembered, and what came of it.
///
/// @param job the job that it made; null when the job was refused so that another cell could be
///   asked
/// @param refusal how it was refused; null when it was not
/// @param stored when, microseconds since the epoch
public record StoredKey(
    IdempotencyKey key, @Nullable JobId job, @Nullable Refusal refusal, long stored) {
  /// @param detail a sentence
  public record Refusal(OutcomeCode code, String detail) {}
}
