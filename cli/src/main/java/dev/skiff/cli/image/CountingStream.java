package dev.skiff.cli.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/// Tells how much has been read.
final class CountingStream extends FilterInputStream {
  private final LongConsumer listener;
  private long count;

  CountingStream(InputStream in, LongConsumer listener) {
    super(in);
    this.listener = listener;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    tell(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    tell(read);
    return read;
  }

  private void tell(int read) {
    if (read > 0) {
      count += read;
      listener.accept(count);
    }
  }
}
