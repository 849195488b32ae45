package dev.skiff.agent.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The one platform that Skiff's hosts run, and how an image for it is found.
final class Platform {
  static final String OS = "linux";
  static final String ARCHITECTURE = "amd64";

  private Platform() {}

  /// Picks the manifest for this platform from an index.
  static BlobDescriptor select(Document index) throws ImageException {
    List<String> others = new ArrayList<>();
    List<BlobDescriptor> unmarked = new ArrayList<>();
    Optional<BlobDescriptor> fallback = Optional.empty();
    for (Document entry : index.get("manifests").elements()) {
      if (!entry.has("platform")) {
        unmarked.add(BlobDescriptor.of(entry));
        continue;
      }
      Document platform = entry.get("platform");
      String os = platform.optionalText("os").orElse("unknown");
      String architecture = platform.optionalText("architecture").orElse("unknown");
      String variant = platform.optionalText("variant").orElse("");
      if (os.equals(OS) && architecture.equals(ARCHITECTURE)) {
        if (variant.isEmpty() || variant.equals("v1")) {
          return BlobDescriptor.of(entry);
        }
        // v2 and later need CPU features that a guest may lack, but are better than nothing.
        if (fallback.isEmpty()) {
          fallback = Optional.of(BlobDescriptor.of(entry));
        }
      } else if (others.size() < 10 && !os.equals("unknown")) {
        others.add(os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant));
      }
    }
    if (fallback.isPresent()) {
      return fallback.get();
    }
    if (unmarked.size() == 1) {
      return unmarked.getFirst();
    }
    if (unmarked.size() > 1) {
      throw new ImageException(
          "unsupported-image",
          "the index lists %d images without a platform: name one of them by digest"
              .formatted(unmarked.size()));
    }
    throw wrongPlatform(others.isEmpty() ? "no platform" : String.join(", ", others));
  }

  static void check(String os, String architecture) throws ImageException {
    if (!os.equals(OS) || !architecture.equals(ARCHITECTURE)) {
      throw wrongPlatform(os + "/" + architecture);
    }
  }

  private static ImageException wrongPlatform(String offered) {
    return new ImageException(
        "unsupported-image",
        "the image is for %s (expected: %s/%s)".formatted(offered, OS, ARCHITECTURE));
  }
}
