package dev.skiff.agent.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Reads a squashfs back with `sqfs2tar` to see what a guest would.
final class Squashfs {
  /// @param kind as in a tar header
  record Entry(byte kind, int mode, long uid, long gid, long mtimeSeconds, String text) {}

  private final Map<String, Entry> entries;

  private Squashfs(Map<String, Entry> entries) {
    this.entries = entries;
  }

  Set<String> paths() {
    return entries.keySet();
  }

  Entry at(String path) {
    Entry entry = entries.get(path);
    if (entry == null) {
      throw new AssertionError("no %s in %s".formatted(path, entries.keySet()));
    }
    return entry;
  }

  /// Entries by path, directories without their slash; `text` is the content or the link's target.
  static Squashfs read(Path squashfs) throws IOException, InterruptedException {
    Process process = start(squashfs);
    Map<String, Entry> entries = new TreeMap<>();
    try (InputStream out = process.getInputStream();
        TarArchiveInputStream tar = new TarArchiveInputStream(out, "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String text =
            TarKind.of(entry) == TarKind.FILE
                ? new String(tar.readAllBytes(), StandardCharsets.UTF_8)
                : entry.isLink() ? clean(entry.getLinkName()) : entry.getLinkName();
        entries.put(
            clean(entry.getName()),
            new Entry(
                entry.getLinkFlag(),
                entry.getMode() & 07777,
                // sqfs2tar writes the upper half of the 32-bit ids as negative numbers.
                entry.getLongUserId() & 0xFFFF_FFFFL,
                entry.getLongGroupId() & 0xFFFF_FFFFL,
                entry.getLastModifiedTime().to(TimeUnit.SECONDS),
                text));
      }
    }
    if (process.waitFor() != 0) {
      throw new AssertionError("sqfs2tar failed on " + squashfs);
    }
    return new Squashfs(entries);
  }

  private static String clean(String name) {
    String path = name.replaceFirst("^\\./", "").replaceFirst("/$", "");
    return path.isEmpty() ? "." : path;
  }

  private static Process start(Path squashfs) {
    try {
      return new ProcessBuilder("sqfs2tar", "--root-becomes", ".", squashfs.toString())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new AssertionError("these tests need sqfs2tar: apt-get install squashfs-tools-ng", e);
    }
  }
}
