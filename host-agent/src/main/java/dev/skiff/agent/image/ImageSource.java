package dev.skiff.agent.image;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where an image comes from: a registry, an archive, or this program.
interface ImageSource {
  /// The configuration blob, verified against its digest where the source names one.
  byte[] config();

  /// Digest of the manifest; null where the source has none.
  @Nullable Digest manifest();

  /// Names that the source itself gives the image.
  List<ImageReference> names();

  /// Brings the layers to the disk, lowest first, each verified against the source's own digest.
  /// Not called when the store has the image already.
  List<LayerFile> layers(ConfigDocument config, WorkFolder work, ImageProgress progress)
      throws IOException, ImageException, InterruptedException;

  /// Pairs layers and the configuration's digests for them.
  static void checkLayerCount(int layers, ConfigDocument config) throws ImageException {
    if (layers != config.diffIds().size()) {
      throw new ImageException(
          "malformed-image",
          "layers: %d (expected: %d, as many as config.rootfs.diff_ids)"
              .formatted(layers, config.diffIds().size()));
    }
  }
}
