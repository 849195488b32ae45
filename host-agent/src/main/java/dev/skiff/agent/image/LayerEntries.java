package dev.skiff.agent.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/// The entries of one tar stream, one after the other, with bounds on what the tar reader itself
/// may be made to hold, and with the SHA-256 of the whole stream at the end.
final class LayerEntries implements AutoCloseable {
  private static final int MAX_HEADER_BYTES = 1 << 20;

  private final String what;
  private final BoundedStream bounded;
  private final MessageDigest sha256 = Digest.newSha256();
  private final HeaderBudget budget;
  private final TarArchiveInputStream tar;
  private int ordinal = -1;

  /// @param what names the layer in errors, for example `layer 2 of 3`
  LayerEntries(InputStream compressed, long maxBytes, String what) throws IOException {
    this.what = what;
    this.bounded = new BoundedStream(open(compressed, what), maxBytes, what + ", unpacked");
    this.budget = new HeaderBudget(new DigestInputStream(bounded, sha256), what);
    this.tar = new TarArchiveInputStream(budget, StandardCharsets.UTF_8.name());
  }

  /// The next entry, or null at the end. What is left of the one before is skipped.
  @Nullable TarArchiveEntry next() throws IOException {
    return reading(() -> {
      if (ordinal >= 0) {
        tar.skip(Long.MAX_VALUE);
      }
      budget.begin(MAX_HEADER_BYTES);
      TarArchiveEntry entry = tar.getNextEntry();
      budget.end();
      ordinal++;
      return entry;
    });
  }

  /// Counts from 0.
  int ordinal() {
    return ordinal;
  }

  /// Reads content of the current entry.
  int read(byte[] buffer) throws IOException {
    return reading(() -> tar.read(buffer));
  }

  /// Writes the content of the current entry to a new file.
  void copyTo(Path file, ProgressMeter meter) throws IOException, InterruptedException {
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      for (int read = read(buffer); read >= 0; read = read(buffer)) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while unpacking " + what);
        }
        out.write(buffer, 0, read);
        meter.add(read);
      }
    }
  }

  /// Reads to the end of the stream and gives the digest of all of it.
  Digest finish() throws IOException {
    return reading(() -> {
      byte[] buffer = new byte[1 << 16];
      while (budget.read(buffer) >= 0) {}
      return Digest.finish(sha256);
    });
  }

  /// Uncompressed bytes so far.
  long count() {
    return bounded.count();
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  private interface Reading<T extends @Nullable Object> {
    T read() throws IOException;
  }

  private static InputStream open(InputStream compressed, String what) throws IOException {
    boolean opened = false;
    try {
      InputStream open = Decompression.open(compressed);
      opened = true;
      return open;
    } catch (RefusedInput e) {
      throw e;
    } catch (IOException e) {
      throw malformed(what, e);
    } finally {
      if (!opened) {
        compressed.close();
      }
    }
  }

  /// The tar and decompression libraries report bad input by several kinds of exceptions.
  private <T extends @Nullable Object> T reading(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (RefusedInput | ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw malformed(what, e);
    } catch (UncheckedIOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw malformed(what, e);
    }
  }

  private static RefusedInput malformed(String what, Exception cause) {
    RefusedInput refused =
        new RefusedInput(
            "malformed-image",
            "%s is damaged or cut short: %s".formatted(what, cause.getMessage()));
    refused.addSuppressed(cause);
    return refused;
  }
}
