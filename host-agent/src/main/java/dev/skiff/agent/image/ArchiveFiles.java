package dev.skiff.agent.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/// The files of an image archive by name, whether it is a tar or an unpacked folder.
interface ArchiveFiles {
  int MAX_FILES = 4096;

  /// The file of that name, or null.
  @Nullable Path find(String name) throws IOException;

  default byte[] document(String name) throws IOException, ImageException {
    Path file = find(name);
    if (file == null) {
      throw new ImageException("malformed-image", "the archive has no file \"%s\"".formatted(name));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Blobs.readDocument(in, name);
    }
  }

  default byte[] blob(BlobDescriptor descriptor) throws IOException, ImageException {
    byte[] content = document(blobName(descriptor.digest()));
    Blobs.check(descriptor, content);
    return content;
  }

  static String blobName(Digest digest) {
    return "blobs/sha256/" + digest.hex();
  }

  /// An OCI layout that lies unpacked in a folder.
  static ArchiveFiles ofFolder(Path folder) {
    return name -> {
      Path file = folder.resolve(name).normalize();
      return file.startsWith(folder) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          ? file
          : null;
    };
  }

  /// Unpacks a tar, plain or compressed. Its names are only compared, never used as paths.
  static ArchiveFiles unpack(
      InputStream archive, WorkFolder work, ImageLimits limits, ImageProgress progress)
      throws IOException, InterruptedException {
    Map<String, Path> files = new HashMap<>();
    Map<String, String> links = new HashMap<>();
    ProgressMeter meter = new ProgressMeter(progress, ImageProgress.Phase.DOWNLOAD, -1);
    try (LayerEntries tar = new LayerEntries(archive, limits.maxUnpackedBytes(), "the archive")) {
      for (@Nullable TarArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
        if (files.size() + links.size() >= MAX_FILES) {
          throw new RefusedInput(
              "image-too-large",
              "the archive has more than %d files (expected: <= %d)"
                  .formatted(MAX_FILES, MAX_FILES));
        }
        EntryPath path = EntryPath.of(entry.getName());
        switch (TarKind.of(entry)) {
          case FILE -> {
            Path file = work.newFile("entry");
            tar.copyTo(file, meter);
            files.put(path.toString(), file);
          }
          case SYMLINK -> links.put(path.toString(), resolve(path, entry.getLinkName()));
          case HARD_LINK ->
              links.put(path.toString(), EntryPath.ofLinkTarget(entry.getLinkName()).toString());
          case DIRECTORY, FIFO, DEVICE, SPARSE, UNKNOWN -> {}
        }
      }
    }
    meter.finish();
    // Docker and skopeo write a layer that occurs twice as a link to the first.
    return name -> files.get(links.getOrDefault(name, name));
  }

  private static String resolve(EntryPath link, String target) {
    return Path.of("/" + link).resolveSibling(target).normalize().toString().substring(1);
  }
}
