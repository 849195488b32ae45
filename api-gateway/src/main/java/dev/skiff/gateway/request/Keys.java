package dev.skiff.gateway.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.wire.Codecs;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Turns a client's Idempotency-Key into what the log keeps: hashes, so that no secret that a
/// client may have put into its key is written down. The body's hash is over the parsed manifest:
/// spacing and the order of fields make no difference.
public final class Keys {
  private Keys() {}

  public static IdempotencyKey of(String key, JobSpec spec, boolean held) {
    return new IdempotencyKey(
        hash(spec.namespace() + "\0" + key), hash(held + "\0" + Codecs.entityToJson(spec)));
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
