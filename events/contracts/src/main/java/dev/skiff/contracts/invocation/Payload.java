package dev.skiff.contracts.invocation;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Bytes in a JSON record: as text where they are UTF-8, which most events are, else in base64. It
/// takes at most 4/3 of the bytes either way: text that is full of what JSON escapes is base64 too.
///
/// @param text null when the bytes are no text
/// @param base64 null when they are
public record Payload(@Nullable String text, @Nullable String base64) {
  /// Bytes that an event may carry, and that an invocation may answer.
  public static final int MAX_BYTES = 256 * 1024;

  /// Possessive: it decides long texts in one pass.
  private static final Pattern BASE64 =
      Pattern.compile("(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?+");

  public static final Payload EMPTY = new Payload("", null);

  public Payload {
    if ((text == null) == (base64 == null)) {
      throw new IllegalArgumentException(
          "text and base64: %s (expected: exactly one)".formatted(text == null ? "none" : "both"));
    }
    if (base64 != null && !BASE64.matcher(base64).matches()) {
      throw new IllegalArgumentException("base64: no base64 with padding (expected: RFC 4648)");
    }
  }

  public static Payload of(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (escapes(bytes) <= bytes.length / 3) {
        return new Payload(text, null);
      }
    } catch (CharacterCodingException e) {
      // Not text.
    }
    return new Payload(null, Base64.getEncoder().encodeToString(bytes));
  }

  /// How many bytes more JSON takes for these.
  private static int escapes(byte[] bytes) {
    int more = 0;
    for (byte b : bytes) {
      if (b == '"' || b == '\\') {
        more++;
      } else if (b >= 0 && b < ' ') {
        more += 5;
      }
    }
    return more;
  }

  public byte[] bytes() {
    return text != null
        ? text.getBytes(StandardCharsets.UTF_8)
        : Base64.getDecoder().decode(base64 == null ? "" : base64);
  }
}
