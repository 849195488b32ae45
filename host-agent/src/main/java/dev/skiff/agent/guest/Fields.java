package dev.skiff.agent.guest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// A control payload from a guest, read. Unknown tags are skipped; of a repeated one the last
/// counts.
final class Fields {
  private static final int MAX_TEXT = 512;

  private final Map<Byte, ByteBuffer> byTag = new HashMap<>();

  private Fields() {}

  static Fields read(Frame frame) throws ProtocolViolation {
    Fields fields = new Fields();
    ByteBuffer payload = frame.payload().duplicate();
    while (payload.hasRemaining()) {
      if (payload.remaining() < 5) {
        throw new ProtocolViolation(frame.type() + ": a field is cut short");
      }
      byte tag = payload.get();
      int length = payload.getInt();
      if (length < 0 || length > payload.remaining()) {
        throw new ProtocolViolation(frame.type() + ": a field is longer than its payload");
      }
      fields.byTag.put(tag, payload.slice(payload.position(), length));
      payload.position(payload.position() + length);
    }
    return fields;
  }

  /// A number within bounds; `least` when the field is missing.
  long number(Field field, long least, long most) throws ProtocolViolation {
    ByteBuffer value = byTag.get(field.tag);
    if (value == null) {
      return least;
    }
    long number = value.remaining() == 8 ? value.getLong(value.position()) : Long.MIN_VALUE;
    if (number < least || number > most) {
      throw new ProtocolViolation(
          "%s: %d (expected: %d to %d)".formatted(field, number, least, most));
    }
    return number;
  }

  /// A text, cut to a bounded length and cleaned of control characters; empty when missing.
  String text(Field field) {
    ByteBuffer value = byTag.get(field.tag);
    return value == null ? "" : clean(value);
  }

  static String clean(ByteBuffer bytes) {
    ByteBuffer some = bytes.slice(bytes.position(), Math.min(bytes.remaining(), MAX_TEXT));
    return StandardCharsets.UTF_8.decode(some).toString().replaceAll("\\p{Cntrl}", "?");
  }
}
