package dev.skiff.gateway.functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/// Text in a header as CloudEvents' HTTP binding writes it: what is not printable ASCII, and `%`
/// and `"`, is percent-encoded UTF-8.
final class HeaderText {
  private HeaderText() {}

  /// @param header its name, for the refusal
  static String decoded(String header, String value) {
    if (value.indexOf('%') < 0 || !header.startsWith("ce-")) {
      return value;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      if (c != '%') {
        bytes.writeBytes(String.valueOf(c).getBytes(UTF_8));
        continue;
      }
      int high = at + 2 < value.length() ? Character.digit(value.charAt(at + 1), 16) : -1;
      int low = at + 2 < value.length() ? Character.digit(value.charAt(at + 2), 16) : -1;
      if (high < 0 || low < 0) {
        throw EventReader.invalid(
            "%s: \"%%\" at %d is not followed by two hexadecimal digits".formatted(header, at + 1));
      }
      bytes.write(high * 16 + low);
      at += 2;
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw EventReader.invalid(header + ": what is percent-encoded is not UTF-8");
    }
  }
}
