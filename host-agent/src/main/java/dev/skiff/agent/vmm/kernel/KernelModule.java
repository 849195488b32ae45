package dev.skiff.agent.vmm.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A kernel module's file.
///
/// @param name without `.ko`, with `_` for `-` as the kernel counts it
/// @param needs the modules that must be loaded before it
/// @param contents the ELF file without its signature: checking one costs a TCG guest more than it
///   is worth for a file that the host itself puts there
record KernelModule(String name, List<String> needs, ByteBuffer contents) {
  private static final byte[] DEPENDS = "\0depends=".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SIGNED =
      "~Module signature appended~\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SIGNATURE_INFO_BYTES = 12;

  static KernelModule read(String fileName, byte[] file) {
    String name = fileName.replaceFirst("\\.ko$", "").replace('-', '_');
    return new KernelModule(name, needs(file), ByteBuffer.wrap(withoutSignature(file)));
  }

  /// The `.modinfo` section holds NUL-terminated `key=value` texts; `depends` occurs in it once.
  private static List<String> needs(byte[] file) {
    int at = indexOf(file, DEPENDS);
    if (at < 0) {
      return List.of();
    }
    int from = at + DEPENDS.length;
    int to = from;
    while (to < file.length && file[to] != 0) {
      to++;
    }
    String list = new String(file, from, to - from, StandardCharsets.US_ASCII);
    return Arrays.stream(list.split(","))
        .filter(need -> !need.isEmpty())
        .map(need -> need.replace('-', '_'))
        .toList();
  }

  /// A signed module ends with `signature | info, its last 4 bytes the signature's length | magic`.
  private static byte[] withoutSignature(byte[] file) {
    int end = file.length - SIGNED.length;
    int info = end - SIGNATURE_INFO_BYTES;
    if (info < 0 || !Arrays.equals(file, end, file.length, SIGNED, 0, SIGNED.length)) {
      return file;
    }
    int length = ByteBuffer.wrap(file).getInt(end - 4);
    return length < 0 || length > info ? file : Arrays.copyOf(file, info - length);
  }

  private static int indexOf(byte[] in, byte[] what) {
    for (int i = 0; i <= in.length - what.length; i++) {
      if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }
}
