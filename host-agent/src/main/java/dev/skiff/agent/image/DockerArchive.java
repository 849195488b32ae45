package dev.skiff.agent.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An image in an archive as `docker save`, podman and skopeo's `docker-archive:` write it.
final class DockerArchive implements ImageSource {
  /// Configurations are named by their digest, in one of two styles.
  private static final Pattern CONFIG_NAME =
      Pattern.compile("(?:blobs/sha256/)?([0-9a-f]{64})(?:\\.json)?");

  private final ArchiveFiles files;
  private final byte[] config;
  private final List<String> layerNames;
  private final List<ImageReference> names;

  private DockerArchive(
      ArchiveFiles files, byte[] config, List<String> layerNames, List<ImageReference> names) {
    this.files = files;
    this.config = config;
    this.layerNames = layerNames;
    this.names = names;
  }

  static DockerArchive open(ArchiveFiles files, @Nullable ImageReference name)
      throws IOException, ImageException {
    Document manifest = Document.parse(files.document("manifest.json"), "manifest");
    Document image = select(manifest.elements(), name);
    String configName = image.get("Config").text();
    byte[] config = files.document(configName);
    Matcher named = CONFIG_NAME.matcher(configName);
    if (named.matches() && !Digest.of(config).hex().equals(named.group(1))) {
      throw new ImageException(
          "digest-mismatch",
          "the configuration %s has the digest %s".formatted(configName, Digest.of(config)));
    }
    return new DockerArchive(files, config, image.get("Layers").texts(), namesOf(image));
  }

  @Override
  public byte[] config() {
    return config;
  }

  @Override
  public List<ImageReference> names() {
    return names;
  }

  @Override
  public @Nullable Digest manifest() {
    return null;
  }

  @Override
  public List<LayerFile> layers(ConfigDocument config, WorkFolder work, ImageProgress progress)
      throws IOException, ImageException {
    ImageSource.checkLayerCount(layerNames.size(), config);
    List<LayerFile> layers = new ArrayList<>();
    for (int i = 0; i < layerNames.size(); i++) {
      Path file = files.find(layerNames.get(i));
      if (file == null) {
        throw new ImageException(
            "malformed-image", "the archive has no layer \"%s\"".formatted(layerNames.get(i)));
      }
      layers.add(new LayerFile(file, Files.size(file), config.diffIds().get(i)));
    }
    return layers;
  }

  private static Document select(List<Document> images, @Nullable ImageReference name)
      throws ImageException {
    if (images.size() == 1) {
      return images.getFirst();
    }
    List<String> tags = new ArrayList<>();
    for (Document image : images) {
      if (name != null && namesOf(image).contains(name)) {
        return image;
      }
      tags.addAll(image.get("RepoTags").texts());
    }
    if (images.isEmpty()) {
      throw new ImageException("malformed-image", "manifest: empty (expected: an image)");
    }
    throw ArchiveImage.severalImages(tags);
  }

  private static List<ImageReference> namesOf(Document image) throws ImageException {
    return image.get("RepoTags").texts().stream()
        .map(ArchiveImage::nameOrNull)
        .filter(Objects::nonNull)
        .toList();
  }
}
