package dev.skiff.agent.guest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/// How a session begins on a line that has no connections: the host sends the VM's token and a
/// fresh nonce, the guest answers with a magic word and that nonce; whatever was under way before
/// is void.
///
/// @param token the VM's secret, 32 hex digits, also on its kernel's command line
/// @param nonce this session's, 32 hex digits
record SyncMark(String token, String nonce) {
  private static final byte[] MAGIC = "SKIFFSYN".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom RANDOM = new SecureRandom();

  static String random() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  ByteBuffer toGuest() {
    return ByteBuffer.wrap(HexFormat.of().parseHex(token + nonce));
  }

  byte[] fromGuest() {
    return ByteBuffer.allocate(MAGIC.length + 16)
        .put(MAGIC)
        .put(HexFormat.of().parseHex(nonce))
        .array();
  }
}
