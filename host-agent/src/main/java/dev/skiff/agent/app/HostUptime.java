package dev.skiff.agent.app;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// How long the host has been up: a clock that nobody can set, that goes on while the host sleeps,
/// and that other processes read too. It is `CLOCK_BOOTTIME`, in steps of 10 ms, rounded down.
@FunctionalInterface
interface HostUptime {
  /// In us.
  long micros();

  static HostUptime ofHost() {
    return new HostUptime() {
      private final byte[] text = new byte[64];
      private final RandomAccessFile file = open();

      // Not a channel, which an interrupt would close for good.
      private static RandomAccessFile open() {
        try {
          return new RandomAccessFile("/proc/uptime", "r");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public synchronized long micros() {
        try {
          file.seek(0);
          int length = file.read(text);
          return parse(new String(text, 0, Math.max(0, length), StandardCharsets.US_ASCII));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /// Reads a line such as `12345.67 23456.78`.
  static long parse(String line) {
    int space = line.indexOf(' ');
    int dot = line.indexOf('.');
    if (dot < 1 || space != dot + 3) {
      throw new IllegalStateException(
          "/proc/uptime: \"" + line + "\" (expected: such as 1.23 4.56)");
    }
    return Long.parseLong(line.substring(0, dot)) * 1_000_000
        + Long.parseLong(line.substring(dot + 1, space)) * 10_000;
  }
}
