package dev.skiff.agent.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A folder for one piece of work, gone when the work ends. While its owner lives a file in it is
/// locked; what is found unlocked was left behind by a process that died.
final class WorkFolder implements AutoCloseable {
  private static final String OWNER = "owner.lock";

  /// A process cannot ask the system about its own locks without losing them.
  private static final Set<Path> IN_THIS_JVM = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel owner;
  private final AtomicInteger files = new AtomicInteger();

  private WorkFolder(Path path, FileChannel owner) {
    this.path = path;
    this.owner = owner;
  }

  static WorkFolder create(StoreFolder folder)
      throws IOException, ImageException, InterruptedException {
    // The lock keeps a cleaner from seeing the folder before it is marked as owned.
    try (StoreLock _ = StoreLock.records(folder)) {
      Path path = folder.temporary().resolve("work-" + UUID.randomUUID());
      IN_THIS_JVM.add(path);
      Files.createDirectory(path);
      FileChannel owner =
          FileChannel.open(
              path.resolve(OWNER), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (owner.tryLock() == null) {
        throw new IOException("a new file is already locked: " + path);
      }
      return new WorkFolder(path, owner);
    }
  }

  /// A path in the folder that nothing has used yet.
  Path newFile(String kind) {
    return path.resolve(kind + "-" + files.incrementAndGet());
  }

  @Override
  public void close() throws IOException {
    try {
      // The work may have ended by an interrupt, which must not keep the files here.
      boolean interrupted = Thread.interrupted();
      deleteRecursively(path);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    } finally {
      owner.close();
      IN_THIS_JVM.remove(path);
    }
  }

  /// Deletes what dead processes left in `tmp/`. The caller holds the records lock.
  static void deleteAbandoned(StoreFolder folder) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder.temporary())) {
      for (Path child : children) {
        if (!IN_THIS_JVM.contains(child) && !isOwned(child)) {
          deleteRecursively(child);
        }
      }
    }
  }

  private static boolean isOwned(Path work) throws IOException {
    if (!Files.isDirectory(work, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel owner = FileChannel.open(work.resolve(OWNER), StandardOpenOption.WRITE);
        FileLock lock = owner.tryLock()) {
      return lock == null;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void deleteRecursively(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
