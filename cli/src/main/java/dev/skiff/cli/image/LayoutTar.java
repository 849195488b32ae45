package dev.skiff.cli.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/// An OCI layout's folder as a tar (POSIX ustar), read while it is sent. Only plain files matter in
/// a layout; anything else is an error, and nothing outside the folder is read.
final class LayoutTar {
  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final long MAX_SIZE = 0_77777777777L;
  private static final int MAX_FILES = 100_000;

  private LayoutTar() {}

  static Archive of(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(folder)) {
      files =
          tree.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
              .sorted(Comparator.comparing(Path::toString))
              .limit(MAX_FILES + 1L)
              .toList();
    }
    if (files.size() > MAX_FILES) {
      throw new IOException("more than 100,000 files (expected: an OCI layout)");
    }
    long length = 2 * BLOCK;
    for (Path file : files) {
      length += BLOCK + padded(size(file));
    }
    Iterator<InputStream> parts =
        Stream.concat(
                files.stream().flatMap(file -> entry(folder, file)), Stream.of(zeros(2 * BLOCK)))
            .iterator();
    return new Archive(new SequenceInputStream(enumeration(parts)), length);
  }

  /// Opens a file only when the one before it has been sent.
  // SequenceInputStream knows no iterators.
  @SuppressWarnings("JdkObsolete")
  private static Enumeration<InputStream> enumeration(Iterator<InputStream> parts) {
    return new Enumeration<>() {
      @Override
      public boolean hasMoreElements() {
        return parts.hasNext();
      }

      @Override
      public InputStream nextElement() {
        return parts.next();
      }
    };
  }

  private static Stream<InputStream> entry(Path folder, Path file) {
    try {
      long size = size(file);
      byte[] header = header(folder.relativize(file).toString(), size);
      return Stream.of(
          new ByteArrayInputStream(header),
          Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS),
          zeros((int) (padded(size) - size)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is not a plain file (expected: an OCI layout)");
    }
    long size = Files.size(file);
    if (size > MAX_SIZE) {
      throw new IOException(file + " is larger than 8 GiB");
    }
    return size;
  }

  private static long padded(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  private static InputStream zeros(int count) {
    return new ByteArrayInputStream(new byte[count]);
  }

  private static byte[] header(String name, long size) throws IOException {
    byte[] header = new byte[BLOCK];
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > NAME_LENGTH) {
      throw new IOException(name + ": a name of more than 100 bytes (expected: an OCI layout)");
    }
    System.arraycopy(bytes, 0, header, 0, bytes.length);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, String.format("%011o\0", size));
    put(header, 136, "00000000000\0");
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o\0 ", sum));
    return header;
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }
}
