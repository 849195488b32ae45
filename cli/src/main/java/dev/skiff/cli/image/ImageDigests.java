package dev.skiff.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.view.HostResult;
import java.util.List;

/// What hosts say an image is; the same everywhere unless a tag moved in between.
final class ImageDigests {
  private ImageDigests() {}

  static List<String> of(JsonNode results) {
    return HostResult.of(results).stream()
        .filter(HostResult::ok)
        .map(HostResult::digest)
        .filter(digest -> !digest.isEmpty())
        .distinct()
        .toList();
  }
}
