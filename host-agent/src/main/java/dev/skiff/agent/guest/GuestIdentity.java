package dev.skiff.agent.guest;

import java.security.SecureRandom;
import java.util.HexFormat;

/// What makes a guest that goes on from a snapshot another machine than its siblings.
///
/// @param hostname what it calls itself
/// @param wallClock microseconds since the epoch
/// @param entropy 64 hex digits that nobody else has
public record GuestIdentity(String hostname, long wallClock, String entropy) {
  private static final int ENTROPY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /// One with fresh entropy.
  public static GuestIdentity fresh(String hostname, long wallClock) {
    byte[] entropy = new byte[ENTROPY_BYTES];
    RANDOM.nextBytes(entropy);
    return new GuestIdentity(hostname, wallClock, HexFormat.of().formatHex(entropy));
  }
}
