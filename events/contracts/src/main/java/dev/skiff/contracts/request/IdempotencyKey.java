package dev.skiff.contracts.request;

/// What makes a repeated submit find the first one's job.
///
/// @param key hash of namespace and the client's Idempotency-Key, hex
/// @param body hash of the request's body, hex: the same key with another body is refused
public record IdempotencyKey(String key, String body) {
  public IdempotencyKey {
    if (key.isEmpty() || key.length() > 64 || body.isEmpty() || body.length() > 64) {
      throw new IllegalArgumentException("idempotency key: hashes of 1 to 64 characters expected");
    }
  }
}
