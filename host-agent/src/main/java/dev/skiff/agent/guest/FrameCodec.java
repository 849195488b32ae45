package dev.skiff.agent.guest;

import java.nio.ByteBuffer;

/// The frame header, big-endian: `u32 length | u8 type | u8 flags | u16 stream`, then the payload.
final class FrameCodec {
  static final int HEADER_BYTES = 8;
  static final int MAX_DATA = 16 * 1024;
  static final int MAX_TO_GUEST = 256 * 1024;
  static final int MAX_STREAM = 0xffff;
  static final int FLAG_EOF = 1;
  static final byte CHANNEL_STDIN = 0;
  static final byte CHANNEL_STDOUT = 1;
  static final byte CHANNEL_STDERR = 2;

  private FrameCodec() {}

  static ByteBuffer encode(FrameType type, int flags, int stream, ByteBuffer payload) {
    int length = payload.remaining();
    if (length > MAX_TO_GUEST) {
      throw new IllegalArgumentException(
          "payload: %d bytes (expected: at most %d)".formatted(length, MAX_TO_GUEST));
    }
    return ByteBuffer.allocate(HEADER_BYTES + length)
        .putInt(length)
        .put(type.code)
        .put((byte) flags)
        .putShort((short) stream)
        .put(payload.duplicate())
        .flip();
  }

  static ByteBuffer encode(FrameType type, int stream) {
    return encode(type, 0, stream, ByteBuffer.allocate(0));
  }

  static ByteBuffer credit(int stream, byte channel, long offset) {
    ByteBuffer payload = ByteBuffer.allocate(9).put(channel).putLong(offset).flip();
    return encode(FrameType.CREDIT, 0, stream, payload);
  }
}
