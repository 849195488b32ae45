package dev.skiff.agent.image;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// A layer for tests, written entry by entry.
final class LayerTar {
  static final long MTIME_SECONDS = 1_700_000_000;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar;

  private LayerTar() {
    tar = new TarArchiveOutputStream(bytes, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  static LayerTar layer() {
    return new LayerTar();
  }

  LayerTar gnuLongNames() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    return this;
  }

  LayerTar directory(String path, int mode) {
    return put(entry(path + "/", TarConstants.LF_DIR, mode), "");
  }

  LayerTar file(String path, String content) {
    return file(path, content, 0644, 0, 0);
  }

  LayerTar file(String path, String content, int mode, long uid, long gid) {
    TarArchiveEntry entry = entry(path, TarConstants.LF_NORMAL, mode);
    entry.setUserId(uid);
    entry.setGroupId(gid);
    return put(entry, content);
  }

  LayerTar file(String path, byte[] content) {
    return put(entry(path, TarConstants.LF_NORMAL, 0644), content);
  }

  LayerTar symlink(String path, String target) {
    TarArchiveEntry entry = entry(path, TarConstants.LF_SYMLINK, 0777);
    entry.setLinkName(target);
    return put(entry, "");
  }

  LayerTar hardLink(String path, String target) {
    TarArchiveEntry entry = entry(path, TarConstants.LF_LINK, 0644);
    entry.setLinkName(target);
    return put(entry, "");
  }

  LayerTar special(String path, byte kind) {
    return put(entry(path, kind, 0600), "");
  }

  byte[] bytes() {
    try {
      tar.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] gzip(byte[] tar) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(tar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] zstd(byte[] tar) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zstd = new ZstdOutputStream(out)) {
      zstd.write(tar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static TarArchiveEntry entry(String path, byte kind, int mode) {
    TarArchiveEntry entry = new TarArchiveEntry(path, kind, true);
    entry.setMode(mode);
    entry.setNames("", "");
    entry.setModTime(MTIME_SECONDS * 1000);
    return entry;
  }

  private LayerTar put(TarArchiveEntry entry, String content) {
    return put(entry, content.getBytes(StandardCharsets.UTF_8));
  }

  private LayerTar put(TarArchiveEntry entry, byte[] data) {
    entry.setSize(data.length);
    try {
      tar.putArchiveEntry(entry);
      tar.write(data);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }
}
