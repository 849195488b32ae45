package dev.skiff.agent.image;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Recognises the two kinds of archives that tools write.
final class ArchiveImage {
  private ArchiveImage() {}

  /// @param name which image of the archive is meant, if there are several
  static ImageSource open(ArchiveFiles files, @Nullable ImageReference name)
      throws IOException, ImageException {
    // Docker 25 and later write both; its own manifest has the full names.
    if (files.find("manifest.json") != null) {
      return DockerArchive.open(files, name);
    }
    if (files.find("index.json") != null) {
      return OciLayout.open(files, name);
    }
    throw new ImageException(
        "malformed-image",
        "no image in the archive (expected: \"docker save\" output or an OCI layout, with a "
            + "manifest.json or an index.json)");
  }

  static ImageException severalImages(List<String> names) {
    return new ImageException(
        "unsupported-image",
        "the archive holds %d images: give the name of one of them (%s)"
            .formatted(
                names.size(), String.join(", ", names.subList(0, Math.min(5, names.size())))));
  }

  /// The names an archive gives are hints; what is not a valid name is left out.
  static @Nullable ImageReference nameOrNull(String text) {
    try {
      return ImageReference.parse(text);
    } catch (ImageException e) {
      return null;
    }
  }
}
