package dev.skiff.agent.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Files that are there whole or not at all, also after a crash.
final class DurableFile {
  private DurableFile() {}

  /// Writes a small file. The caller holds the records lock, so one temporary name is enough, and
  /// one that is found later was left by a crash.
  static void write(StoreFolder folder, Path target, byte[] content) throws IOException {
    Path temporary = folder.temporary().resolve("record");
    try (FileChannel file =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
        file.write(left);
      }
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    publish(temporary, target);
  }

  /// Moves a finished file to its place.
  static void publish(Path finished, Path target) throws IOException {
    try (FileChannel file = FileChannel.open(finished, StandardOpenOption.READ)) {
      file.force(true);
    }
    Files.move(
        finished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path parent = target.getParent();
    if (parent != null) {
      try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }
}
