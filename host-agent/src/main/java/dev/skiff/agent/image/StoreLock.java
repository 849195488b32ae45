package dev.skiff.agent.image;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// A lock against threads of this JVM, by a [ReentrantLock], and against other processes, by a lock
/// on a file. Both are needed: POSIX file locks belong to the process, and closing *any* descriptor
/// of the file gives them up, so only one thread at a time may have it open.
///
/// Lock files are never deleted (deleting one that somebody waits for would split the lock in two),
/// which is why work is locked by one of [#STRIPES] files and not by a file per image.
final class StoreLock implements AutoCloseable {
  private static final int STRIPES = 64;
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(30);
  private static final Duration WORK_PATIENCE = Duration.ofMinutes(30);
  private static final long FIRST_POLL_MILLIS = 2;
  private static final long LAST_POLL_MILLIS = 100;

  private static final ConcurrentHashMap<Path, ReentrantLock> IN_THIS_JVM =
      new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel file;

  private StoreLock(ReentrantLock threads, FileChannel file) {
    this.threads = threads;
    this.file = file;
  }

  /// Guards the folder's records; held for short steps only, and last of all locks.
  static StoreLock records(StoreFolder folder)
      throws IOException, ImageException, InterruptedException {
    return take(folder.locks().resolve("records.lock"), STORE_PATIENCE);
  }

  /// Like [#records(StoreFolder)] for callers that are not meant to be interrupted.
  static StoreLock recordsUninterrupted(StoreFolder folder) throws IOException, ImageException {
    try {
      return records(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException(
          "store-busy", "interrupted while waiting for the image store " + folder.path(), e);
    }
  }

  /// Guards the work of making one image, so that it is done once.
  static StoreLock work(StoreFolder folder, Digest image)
      throws IOException, ImageException, InterruptedException {
    int stripe = Integer.parseInt(image.hex().substring(0, 4), 16) % STRIPES;
    return take(folder.locks().resolve("work-%02d.lock".formatted(stripe)), WORK_PATIENCE);
  }

  private static StoreLock take(Path path, Duration patience)
      throws IOException, ImageException, InterruptedException {
    ReentrantLock threads = IN_THIS_JVM.computeIfAbsent(path, _ -> new ReentrantLock());
    long deadline = System.nanoTime() + patience.toNanos();
    if (!threads.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw busy(path, patience);
    }
    boolean taken = false;
    try {
      FileChannel file =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        lock(file, path, patience, deadline);
        taken = true;
        return new StoreLock(threads, file);
      } finally {
        if (!taken) {
          file.close();
        }
      }
    } finally {
      if (!taken) {
        threads.unlock();
      }
    }
  }

  /// Polls instead of blocking, so that the wait is bounded and can be interrupted.
  private static void lock(FileChannel file, Path path, Duration patience, long deadline)
      throws IOException, ImageException, InterruptedException {
    long pause = FIRST_POLL_MILLIS;
    try {
      while (file.tryLock() == null) {
        if (System.nanoTime() - deadline > 0) {
          throw busy(path, patience);
        }
        Thread.sleep(pause);
        pause = Math.min(pause * 2, LAST_POLL_MILLIS);
      }
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      InterruptedException interrupted = new InterruptedException("waiting for " + path);
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private static ImageException busy(Path path, Duration patience) {
    return new ImageException(
        "store-busy",
        "another process has held %s for %d s: is it stuck?".formatted(path, patience.toSeconds()));
  }

  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      threads.unlock();
    }
  }
}
