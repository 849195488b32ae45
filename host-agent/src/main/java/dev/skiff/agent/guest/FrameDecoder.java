package dev.skiff.agent.guest;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Takes a guest's bytes apart: skips what an earlier session left until the sync mark, then checks
/// every frame. Pure; holds at most one frame.
final class FrameDecoder {
  /// What an earlier session can have left on the way: the port's queue, the socket's buffer.
  static final int MAX_SKIPPED = 4 << 20;

  private final byte[] mark;
  private final int[] fallback;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(2 * (FrameCodec.HEADER_BYTES + FrameCodec.MAX_DATA)).flip();
  private int matched;
  private int skipped;

  /// @param mark what the guest sends first in this session
  FrameDecoder(byte[] mark) {
    this.mark = mark.clone();
    this.fallback = fallback(mark);
  }

  /// Takes in bytes, as many as fit; call [#next] until it has no more, then again for the rest.
  void feed(ByteBuffer bytes) throws ProtocolViolation {
    while (matched < mark.length && bytes.hasRemaining()) {
      match(bytes.get());
    }
    buffer.compact();
    int take = Math.min(bytes.remaining(), buffer.remaining());
    buffer.put(bytes.slice(bytes.position(), take)).flip();
    bytes.position(bytes.position() + take);
  }

  private void match(byte next) throws ProtocolViolation {
    if (++skipped > MAX_SKIPPED) {
      throw new ProtocolViolation("no sync mark in " + MAX_SKIPPED + " bytes");
    }
    while (matched > 0 && next != mark[matched]) {
      matched = fallback[matched];
    }
    if (next == mark[matched]) {
      matched++;
    }
  }

  /// Knuth, Morris and Pratt's table: how much of the mark still matches after a mismatch.
  private static int[] fallback(byte[] mark) {
    int[] table = new int[mark.length + 1];
    for (int i = 1, length = 0; i < mark.length; i++) {
      while (length > 0 && mark[i] != mark[length]) {
        length = table[length];
      }
      if (mark[i] == mark[length]) {
        length++;
      }
      table[i + 1] = length;
    }
    return table;
  }

  boolean synced() {
    return matched == mark.length;
  }

  /// The next whole frame, or null when more bytes are needed.
  @Nullable Frame next() throws ProtocolViolation {
    if (buffer.remaining() < FrameCodec.HEADER_BYTES) {
      return null;
    }
    int at = buffer.position();
    int length = buffer.getInt(at);
    int code = buffer.get(at + 4) & 0xff;
    FrameType type = FrameType.of(code);
    if (type == null || type.limitFromGuest < 0) {
      throw new ProtocolViolation("frame type " + code + " (expected: one that a guest sends)");
    }
    if (length < 0 || length > type.limitFromGuest) {
      throw new ProtocolViolation(
          "%s: %d bytes (expected: at most %d)"
              .formatted(type, Integer.toUnsignedLong(length), type.limitFromGuest));
    }
    if (buffer.remaining() < FrameCodec.HEADER_BYTES + length) {
      return null;
    }
    int stream = buffer.getShort(at + 6) & 0xffff;
    byte[] payload = new byte[length];
    buffer.get(at + FrameCodec.HEADER_BYTES, payload);
    buffer.position(at + FrameCodec.HEADER_BYTES + length);
    return new Frame(type, stream, ByteBuffer.wrap(payload));
  }
}
