package dev.skiff.agent.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Bounds what a tar reader takes in while it reads headers. Long names and extended headers are
/// read whole into memory, and a few compressed kilobytes can claim gigabytes of them.
final class HeaderBudget extends FilterInputStream {
  private final String what;
  private boolean counting;
  private long budget;

  HeaderBudget(InputStream in, String what) {
    super(in);
    this.what = what;
  }

  void begin(long bytes) {
    counting = true;
    budget = bytes;
  }

  void end() {
    counting = false;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      take(1);
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    take(Math.max(read, 0));
    return read;
  }

  /// Skips by reading, so that the digest below sees every byte.
  @Override
  public long skip(long bytes) throws IOException {
    byte[] buffer = new byte[(int) Math.min(Math.max(bytes, 0), 1 << 16)];
    long left = bytes;
    while (left > 0) {
      int read = read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        break;
      }
      left -= read;
    }
    return bytes - left;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void take(long bytes) throws RefusedInput {
    if (counting) {
      budget -= bytes;
      if (budget < 0) {
        throw new RefusedInput(
            "malformed-image", "%s has an entry with more than 1 MiB of headers".formatted(what));
      }
    }
  }
}
