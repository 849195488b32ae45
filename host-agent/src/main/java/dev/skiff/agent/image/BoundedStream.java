package dev.skiff.agent.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts what is read and refuses to read past a limit.
final class BoundedStream extends FilterInputStream {
  private final long limit;
  private final String what;
  private long count;

  /// @param what names the thing that is too large
  BoundedStream(InputStream in, long limit, String what) {
    super(in);
    this.limit = limit;
    this.what = what;
  }

  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      add(1);
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    if (read > 0) {
      add(read);
    }
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = in.skip(bytes);
    add(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void add(long read) throws RefusedInput {
    count += read;
    if (count > limit) {
      throw new RefusedInput(
          "image-too-large",
          "%s: more than %d bytes (expected: <= %d)".formatted(what, limit, limit));
    }
  }
}
