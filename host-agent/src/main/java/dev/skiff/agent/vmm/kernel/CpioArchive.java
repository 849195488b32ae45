package dev.skiff.agent.vmm.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Writes a cpio archive of the "newc" kind, as the kernel reads it
/// (Documentation/driver-api/early-userspace/buffer-format.rst). Deterministic: owners are root,
/// times are zero.
final class CpioArchive {
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR = 0100000;
  private static final int CHARACTER_DEVICE = 0020000;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int inode;

  CpioArchive directory(String name) {
    return entry(name, DIRECTORY | 0755, 0, 0, new byte[0]);
  }

  CpioArchive file(String name, int permissions, byte[] data) {
    return entry(name, REGULAR | permissions, 0, 0, data);
  }

  CpioArchive characterDevice(String name, int permissions, int major, int minor) {
    return entry(name, CHARACTER_DEVICE | permissions, major, minor, new byte[0]);
  }

  private CpioArchive entry(String name, int mode, int major, int minor, byte[] data) {
    byte[] path = name.getBytes(StandardCharsets.UTF_8);
    int[] numbers = {
      ++inode, mode, 0, 0, 1, 0, data.length, 0, 0, major, minor, path.length + 1, 0
    };
    StringBuilder header = new StringBuilder("070701");
    for (int number : numbers) {
      header.append(String.format(Locale.ROOT, "%08x", number));
    }
    bytes.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(path);
    bytes.write(0);
    pad();
    bytes.writeBytes(data);
    pad();
    return this;
  }

  private void pad() {
    while (bytes.size() % 4 != 0) {
      bytes.write(0);
    }
  }

  byte[] finish() {
    inode = -1;
    entry("TRAILER!!!", 0, 0, 0, new byte[0]);
    return bytes.toByteArray();
  }
}
