package dev.skiff.contracts.wire;

import com.fasterxml.jackson.annotation.JsonTypeName;

/// A record that could not be read: the values of `skiff.poison`.
///
/// @param topic where it was
/// @param partition where it was
/// @param offset where it was
/// @param reason a sentence
/// @param by who could not read it, for example `scheduler s1`
/// @param value its first 64 KiB, in base64
/// @param at microseconds since the epoch
@JsonTypeName("~poison/1")
public record PoisonRecord(
    String topic, int partition, long offset, String reason, String by, String value, long at)
    implements WireRecord {
  public static final int MAX_VALUE = 64 * 1024;
}
