package dev.skiff.agent.image;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Names and the images they point at.
final class ImageNames {
  private static final Logger LOG = LoggerFactory.getLogger(ImageNames.class);

  /// @param image digest of the image
  /// @param manifest digest of the manifest it came by, for a name from a registry
  record Name(String name, String image, @Nullable String manifest) {}

  private final StoreFolder folder;

  ImageNames(StoreFolder folder) {
    this.folder = folder;
  }

  /// Finds the image that a reference means. One with a digest also means an image that came by
  /// another name of the same repository, as in Docker.
  Optional<Name> find(ImageReference reference) throws IOException, ImageException {
    Optional<Name> exact = read(folder.name(reference));
    String digest = reference.digest();
    if (exact.isPresent() || digest == null) {
      return exact;
    }
    for (Name name : all()) {
      if (ImageReference.parse(name.name()).name().equals(reference.name())
          && (digest.equals(name.manifest()) || digest.equals(name.image()))) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  List<String> of(String image) throws IOException {
    return all().stream()
        .filter(name -> name.image().equals(image))
        .map(Name::name)
        .sorted()
        .toList();
  }

  List<Name> all() throws IOException {
    List<Name> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.names(), "*.json")) {
      for (Path file : files) {
        read(file).ifPresent(all::add);
      }
    }
    return all;
  }

  /// The caller holds the records lock, here and below.
  void put(ImageReference reference, Digest image, @Nullable Digest manifest) throws IOException {
    Name name =
        new Name(
            reference.toString(), image.toString(), manifest == null ? null : manifest.toString());
    Path file = folder.name(reference);
    if (!read(file).equals(Optional.of(name))) {
      DurableFile.write(folder, file, Document.MAPPER.writeValueAsBytes(name));
    }
  }

  void delete(String name) throws IOException, ImageException {
    Files.deleteIfExists(folder.name(ImageReference.parse(name)));
  }

  private static Optional<Name> read(Path file) throws IOException {
    byte[] json;
    try {
      json = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(Document.MAPPER.readValue(json, Name.class));
    } catch (IOException e) {
      LOG.warn("ignoring the damaged image name {}: {}", file, e.getMessage());
      return Optional.empty();
    }
  }
}
