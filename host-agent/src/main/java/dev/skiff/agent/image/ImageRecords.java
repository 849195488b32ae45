package dev.skiff.agent.image;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The images that a store has. Those whose squashfs is gone do not count.
final class ImageRecords {
  private static final Logger LOG = LoggerFactory.getLogger(ImageRecords.class);

  private final StoreFolder folder;

  ImageRecords(StoreFolder folder) {
    this.folder = folder;
  }

  Optional<ImageRecord> find(Digest image) throws IOException, ImageException {
    Optional<ImageRecord> record = read(folder.image(image));
    return record.isPresent() && hasRootfs(record.get()) ? record : Optional.empty();
  }

  Optional<ImageRecord> findByChain(Digest chainId) throws IOException, ImageException {
    for (ImageRecord record : all()) {
      if (record.chainId().equals(chainId.toString())) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }

  List<ImageRecord> all() throws IOException, ImageException {
    List<ImageRecord> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.images(), "*.json")) {
      for (Path file : files) {
        Optional<ImageRecord> record = read(file);
        if (record.isPresent() && hasRootfs(record.get())) {
          all.add(record.get());
        }
      }
    }
    return all;
  }

  /// The caller holds the records lock, here and below.
  void write(ImageRecord record) throws IOException, ImageException {
    Path file = folder.image(Digest.parse(record.digest(), "digest"));
    DurableFile.write(folder, file, Document.MAPPER.writeValueAsBytes(record));
  }

  /// Removes an image, and its squashfs unless another image shares it.
  void delete(ImageRecord record) throws IOException, ImageException {
    Files.deleteIfExists(folder.image(Digest.parse(record.digest(), "digest")));
    for (ImageRecord other : all()) {
      if (other.rootfs().equals(record.rootfs())) {
        return;
      }
    }
    Files.deleteIfExists(folder.rootfs(record.rootfsDigest()));
  }

  /// Deletes squashfs files that no image has: a crash came between the two writes.
  void deleteOrphans() throws IOException, ImageException {
    List<Path> used = new ArrayList<>();
    for (ImageRecord record : all()) {
      used.add(folder.rootfs(record.rootfsDigest()));
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.rootfs())) {
      for (Path file : files) {
        if (!used.contains(file)) {
          LOG.info("deleting {}: no image has it", file);
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private boolean hasRootfs(ImageRecord record) throws ImageException {
    return Files.isRegularFile(folder.rootfs(record.rootfsDigest()));
  }

  private static Optional<ImageRecord> read(Path file) throws IOException {
    byte[] json;
    try {
      json = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(Document.MAPPER.readValue(json, ImageRecord.class));
    } catch (IOException e) {
      // Only damage to the disk does this; the image can be pulled or imported again.
      LOG.warn("ignoring the damaged image record {}: {}", file, e.getMessage());
      return Optional.empty();
    }
  }
}
