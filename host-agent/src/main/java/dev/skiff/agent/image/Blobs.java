package dev.skiff.agent.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/// Copies blobs to where nobody else can change them, and believes none that does not have the
/// digest and size it was named by.
final class Blobs {
  private static final int BUFFER = 1 << 16;

  private Blobs() {}

  interface Meter {
    Meter NONE = bytes -> {};

    void add(long bytes);
  }

  static void copy(InputStream in, BlobDescriptor expected, Path target, Meter meter)
      throws IOException, InterruptedException {
    MessageDigest sha256 = Digest.newSha256();
    long size = 0;
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while copying " + expected.digest());
        }
        size += read;
        if (size > expected.size()) {
          throw mismatch(expected, "it is longer");
        }
        sha256.update(buffer, 0, read);
        out.write(buffer, 0, read);
        meter.add(read);
      }
    }
    check(expected, size, Digest.finish(sha256));
  }

  static byte[] readDocument(InputStream in, String what) throws IOException {
    byte[] bytes = in.readNBytes(ImageLimits.MAX_DOCUMENT_BYTES + 1);
    if (bytes.length > ImageLimits.MAX_DOCUMENT_BYTES) {
      throw new RefusedInput(
          "image-too-large",
          "%s: more than %d bytes (expected: <= %d)"
              .formatted(what, ImageLimits.MAX_DOCUMENT_BYTES, ImageLimits.MAX_DOCUMENT_BYTES));
    }
    return bytes;
  }

  static void check(BlobDescriptor expected, byte[] content) throws RefusedInput {
    check(expected, content.length, Digest.of(content));
  }

  private static void check(BlobDescriptor expected, long size, Digest found) throws RefusedInput {
    if (size != expected.size()) {
      throw mismatch(expected, "it has %d".formatted(size));
    }
    if (!found.equals(expected.digest())) {
      throw mismatch(expected, "its digest is " + found);
    }
  }

  private static RefusedInput mismatch(BlobDescriptor expected, String found) {
    return new RefusedInput(
        "digest-mismatch",
        "the blob %s of %d bytes is not what it claims: %s"
            .formatted(expected.digest(), expected.size(), found));
  }
}
