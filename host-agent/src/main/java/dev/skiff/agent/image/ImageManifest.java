package dev.skiff.agent.image;

import java.util.ArrayList;
import java.util.List;

/// An OCI image manifest (or Docker's version 2, schema 2): the configuration and the layers,
/// lowest first.
record ImageManifest(BlobDescriptor config, List<BlobDescriptor> layers) {
  static ImageManifest of(Document document) throws ImageException {
    if (!document.has("config") && document.has("fsLayers")) {
      throw new ImageException(
          "unsupported-image",
          "the manifest has Docker's old schema 1: push the image again with a current tool");
    }
    BlobDescriptor config = BlobDescriptor.of(document.get("config"));
    if (!MediaTypes.isConfig(config.mediaType())) {
      throw new ImageException(
          "unsupported-image",
          "config.mediaType: %s (expected: a container image, not another kind of artifact)"
              .formatted(config.mediaType()));
    }
    List<BlobDescriptor> layers = new ArrayList<>();
    for (Document layer : document.get("layers").elements()) {
      BlobDescriptor descriptor = BlobDescriptor.of(layer);
      if (!MediaTypes.isLayer(descriptor.mediaType())) {
        throw new ImageException(
            "unsupported-image",
            "%s.mediaType: %s (expected: a tar layer, plain, gzip or zstd)"
                .formatted(layer.path(), descriptor.mediaType()));
      }
      layers.add(descriptor);
    }
    return new ImageManifest(config, List.copyOf(layers));
  }

  /// Refuses what is too large before anything of it is fetched.
  void check(ImageLimits limits) throws ImageException {
    if (layers.size() > ImageLimits.MAX_LAYERS) {
      throw new ImageException(
          "image-too-large",
          "layers: %d (expected: <= %d)".formatted(layers.size(), ImageLimits.MAX_LAYERS));
    }
    if (config.size() > ImageLimits.MAX_DOCUMENT_BYTES) {
      throw new ImageException(
          "image-too-large",
          "config.size: %d (expected: <= %d)"
              .formatted(config.size(), ImageLimits.MAX_DOCUMENT_BYTES));
    }
    long total = 0;
    for (BlobDescriptor layer : layers) {
      total += layer.size();
      if (total < 0 || total > limits.maxUnpackedBytes()) {
        throw new ImageException(
            "image-too-large",
            "the layers have more than %d bytes (expected: <= %d)"
                .formatted(limits.maxUnpackedBytes(), limits.maxUnpackedBytes()));
      }
    }
  }
}
