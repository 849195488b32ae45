package dev.skiff.agent.guest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Builds a control payload.
final class FieldWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  FieldWriter number(Field field, long value) {
    return put(field, ByteBuffer.allocate(8).putLong(value).array());
  }

  FieldWriter text(Field field, String value) {
    return put(field, value.getBytes(StandardCharsets.UTF_8));
  }

  FieldWriter bytes(Field field, byte[] value) {
    return put(field, value);
  }

  private FieldWriter put(Field field, byte[] value) {
    bytes.writeBytes(ByteBuffer.allocate(5).put(field.tag).putInt(value.length).array());
    bytes.writeBytes(value);
    return this;
  }

  ByteBuffer payload() {
    return ByteBuffer.wrap(bytes.toByteArray());
  }
}
