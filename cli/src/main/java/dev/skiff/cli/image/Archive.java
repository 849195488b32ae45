package dev.skiff.cli.image;

import java.io.IOException;
import java.io.InputStream;

/// An image's bytes on their way to the fleet.
///
/// @param content closed with this
/// @param length in bytes; -1 when unknown
record Archive(InputStream content, long length) implements AutoCloseable {
  @Override
  public void close() throws IOException {
    content.close();
  }
}
