package dev.skiff.agent.vmm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/// Reaches Unix sockets whose path is longer than the 108 bytes that an address holds: through a
/// short link to their folder, in a folder of this user's own.
public final class SocketPath {
  private static final int MAX_BYTES = 100;

  private SocketPath() {}

  /// A path to this socket that fits an address.
  public static Path of(Path folder, String name) throws IOException {
    Path direct = folder.toAbsolutePath().normalize().resolve(name);
    if (fits(direct)) {
      return direct;
    }
    Path links = linksFolder();
    Files.createDirectories(
        links, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    if (!Files.isDirectory(links, LinkOption.NOFOLLOW_LINKS)
        || !Files.getOwner(links).equals(Files.getOwner(Path.of("/proc/self")))) {
      throw new IOException(links + ": belongs to somebody else (expected: a folder of this user)");
    }
    Path link = link(folder);
    try {
      Files.createSymbolicLink(link, folder.toAbsolutePath().normalize());
    } catch (FileAlreadyExistsException e) {
      // Made for this folder before: the name is its hash.
    }
    return link.resolve(name);
  }

  static void forget(Path folder) throws IOException {
    Files.deleteIfExists(link(folder));
  }

  private static Path link(Path folder) {
    byte[] path = folder.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
    return linksFolder().resolve(UUID.nameUUIDFromBytes(path).toString());
  }

  private static Path linksFolder() {
    return Path.of("/tmp", "skiff-" + System.getProperty("user.name"));
  }

  private static boolean fits(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }
}
