package dev.skiff.agent.vmm;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// The bytes of one file of an [OutputLog]. Big-endian: a header `u32 magic | u64 number | u64
/// stdout offset | u64 stderr offset`, then records `u32 length | u8 kind | u64 at | u64 offset |
/// data`. A record that does not end inside the file was being written when its writer died.
///
/// @param number of the segment in its log, from 0
/// @param stdoutOffset bytes of standard output that came before this segment
/// @param stderrOffset bytes of standard error that came before this segment
record OutputSegment(long number, long stdoutOffset, long stderrOffset) {
  static final int HEADER_BYTES = 28;
  static final int RECORD_OVERHEAD = 21;
  static final int MAX_DATA = 1 << 20;
  private static final int MAGIC = 0x534b4f31;

  ByteBuffer header() {
    return ByteBuffer.allocate(HEADER_BYTES)
        .putInt(MAGIC)
        .putLong(number)
        .putLong(stdoutOffset)
        .putLong(stderrOffset)
        .flip();
  }

  /// Reads the header; null when the file does not hold a whole one (yet).
  static @Nullable OutputSegment read(FileChannel file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    if (!fill(file, header, 0)) {
      return null;
    }
    int magic = header.getInt();
    if (magic != MAGIC) {
      throw new IOException(
          "output log: starts with %08x (expected: %08x)".formatted(magic, MAGIC));
    }
    return new OutputSegment(header.getLong(), header.getLong(), header.getLong());
  }

  static ByteBuffer encode(OutputKind kind, long at, long offset, ByteBuffer data) {
    return ByteBuffer.allocate(RECORD_OVERHEAD + data.remaining())
        .putInt(data.remaining())
        .put(kind.code())
        .putLong(at)
        .putLong(offset)
        .put(data.duplicate())
        .flip();
  }

  /// Reads a record; null when no whole one is at this position (yet).
  static @Nullable OutputChunk record(FileChannel file, long position) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(RECORD_OVERHEAD);
    if (!fill(file, head, position)) {
      return null;
    }
    int length = head.getInt();
    if (length < 0 || length > MAX_DATA) {
      throw new IOException(
          "output log: record of %d bytes (expected: at most %d)".formatted(length, MAX_DATA));
    }
    ByteBuffer data = ByteBuffer.allocate(length);
    if (!fill(file, data, position + RECORD_OVERHEAD)) {
      return null;
    }
    return new OutputChunk(OutputKind.of(head.get()), head.getLong(), head.getLong(), data.array());
  }

  private static boolean fill(FileChannel file, ByteBuffer buffer, long position)
      throws IOException {
    while (buffer.hasRemaining()) {
      int read = file.read(buffer, position + buffer.position());
      if (read < 0) {
        return false;
      }
      if (read == 0) {
        throw new EOFException("output log: nothing read at " + position);
      }
    }
    buffer.flip();
    return true;
  }
}
