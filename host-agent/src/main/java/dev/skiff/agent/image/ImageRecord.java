package dev.skiff.agent.image;

import java.util.List;

/// What the store keeps about an image, as `images/<digest>.json`.
///
/// @param version of this record's form
/// @param digest of the image's configuration
/// @param rootfs digest of the squashfs
/// @param sizeBytes of the squashfs
/// @param chainId identifies the layers' content; images that share it share the squashfs
/// @param layers digests of the uncompressed layers, lowest first
record ImageRecord(
    int version,
    String digest,
    String rootfs,
    long sizeBytes,
    String chainId,
    List<String> layers,
    ImageConfig config,
    long createdMicros) {
  static final int VERSION = 1;

  ImageRecord {
    layers = List.copyOf(layers);
  }

  static ImageRecord of(ConfigDocument config, Digest rootfs, long sizeBytes) {
    return new ImageRecord(
        VERSION,
        config.digest().toString(),
        rootfs.toString(),
        sizeBytes,
        config.chainId().toString(),
        config.diffIds().stream().map(Digest::toString).toList(),
        config.config(),
        config.createdMicros());
  }

  Digest rootfsDigest() throws ImageException {
    return Digest.parse(rootfs, "rootfs");
  }
}
