package dev.skiff.agent.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Tells whether a 64-bit ELF program runs without a dynamic loader, by its program headers.
final class StaticElf {
  private static final int ELF_MAGIC = 0x464C457F;
  private static final int HEADER_BYTES = 64;
  private static final int PROGRAM_HEADER_OFFSET_AT = 32;
  private static final int PROGRAM_HEADER_SIZE_AT = 54;
  private static final int PROGRAM_HEADER_COUNT_AT = 56;
  private static final int PT_INTERP = 3;

  private StaticElf() {}

  static boolean isStatic(byte[] program) {
    ByteBuffer elf = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    if (program.length < HEADER_BYTES || elf.getInt(0) != ELF_MAGIC) {
      return false;
    }
    long offset = elf.getLong(PROGRAM_HEADER_OFFSET_AT);
    int size = Short.toUnsignedInt(elf.getShort(PROGRAM_HEADER_SIZE_AT));
    int count = Short.toUnsignedInt(elf.getShort(PROGRAM_HEADER_COUNT_AT));
    if (offset < 0 || offset + (long) size * count > program.length - Integer.BYTES) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (elf.getInt((int) offset + i * size) == PT_INTERP) {
        return false;
      }
    }
    return count > 0;
  }
}
