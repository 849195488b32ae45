package dev.skiff.standalone.data;

import dev.skiff.contracts.HostId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A fleet's folder, held by one process at a time. The system drops the hold when the process
/// ends, however it ends.
public final class DataFolder implements AutoCloseable {
  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /// Makes the folder when it is new, and takes hold of it.
  ///
  /// @throws DataFolderException when another process holds it, or it cannot be written
  public static DataFolder open(Path folder) throws DataFolderException {
    Path root = folder.toAbsolutePath().normalize();
    Path file = root.resolve("lock");
    FileChannel channel = null;
    try {
      Files.createDirectories(root);
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        throw new DataFolderException(
            "%s is in use by another fleet%s: stop that one, or choose another folder with --data"
                .formatted(root, holder(file)));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new DataFolder(root, channel, lock);
    } catch (IOException e) {
      close(channel);
      throw new DataFolderException("cannot use %s: %s".formatted(root, e), e);
    } catch (DataFolderException e) {
      close(channel);
      throw e;
    }
  }

  public Path root() {
    return root;
  }

  /// Where the broker keeps the fleet's log.
  public Path kafka() {
    return root.resolve("kafka");
  }

  /// One store of images for all agents of the process.
  public Path images() {
    return root.resolve("images");
  }

  public Path hosts() {
    return root.resolve("hosts");
  }

  /// Where a host's agent keeps its journal and its VMs.
  public Path host(HostId host) {
    return hosts().resolve(host.value());
  }

  public Path logs() {
    return root.resolve("logs");
  }

  /// The guest's kernel, unless SKIFF_GUEST_DIR names another place.
  public Path guest() {
    return root.resolve("guest");
  }

  /// What this fleet was started with, to be the same the next time.
  public FleetFile fleetFile() throws DataFolderException {
    return FleetFile.read(root.resolve("fleet.properties"));
  }

  @Override
  public void close() {
    try {
      lock.release();
    } catch (IOException e) {
      // The end of the process releases it.
    }
    close(channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String holder(Path file) {
    try {
      String pid = Files.readString(file).strip();
      return pid.matches("[0-9]+") ? " (process " + pid + ")" : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing was written that matters.
    }
  }
}
